#!/usr/bin/env bash
# Names the images that production runs now, so that the registry keeps them (infra/stacks/registry.ts). Other stages: nothing.
#
#   deploy/keep.sh prod sha256:… sha256:…
set -euo pipefail

usage='usage: keep.sh dev|staging|prod API_DIGEST WORKER_DIGEST'
stage=${1:?$usage}
declare -A digests=([ode-api]=${2:?$usage} [ode-worker]=${3:?$usage})
[[ $stage == prod ]] || exit 0
registry=$(jq --raw-output .accounts.registry "$(dirname "$0")/settings.json")

for name in "${!digests[@]}"; do
  digest=${digests[$name]}
  tag="prod-$(date -u +%Y%m%d)-${digest:7:12}"
  # A tag that is there already is this image's.
  if aws ecr describe-images --registry-id "$registry" --repository-name "$name" --image-ids imageTag="$tag" >/dev/null 2>&1; then
    continue
  fi
  manifest=$(aws ecr batch-get-image --registry-id "$registry" --repository-name "$name" --image-ids imageDigest="$digest" \
    --accepted-media-types application/vnd.oci.image.index.v1+json application/vnd.oci.image.manifest.v1+json \
    application/vnd.docker.distribution.manifest.list.v2+json application/vnd.docker.distribution.manifest.v2+json \
    --query 'images[0].imageManifest' --output text)
  aws ecr put-image --registry-id "$registry" --repository-name "$name" --image-tag "$tag" --image-manifest "$manifest" \
    --image-digest "$digest" >/dev/null
done
