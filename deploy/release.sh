#!/usr/bin/env bash
# Releases a version to a stage: its database and pods (deploy/pods.sh), then its viewer, then a smoke test. If that fails,
# the pods and the viewer that were there come back.
#
#   deploy/release.sh staging REGISTRY/ode-api@sha256:… REGISTRY/ode-worker@sha256:…
#
# kubectl has to point at the stage's cluster, docker and aws have to be logged in.
set -euo pipefail

usage='usage: release.sh dev|staging|prod API_IMAGE WORKER_IMAGE'
stage=${1:?$usage}
api=${2:?$usage}
worker=${3:?$usage}
cd "$(dirname "$0")/.."

# An output of the stage's stack `delivery`.
output() {
  aws cloudformation describe-stacks --stack-name "ode-$stage-delivery" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue"
}

# The viewer that an image of the API holds, to the bucket and past CloudFront's caches.
publish_viewer() {
  local folder container invalidation
  local -a pages
  folder=$(mktemp -d)
  container=$(docker create "$1")
  docker cp "$container:/app/web/dist" "$folder/viewer"
  docker rm "$container" >/dev/null
  node deploy/upload-viewer.mjs "$folder/viewer" "$(output SiteBucket)" >"$folder/pages"
  mapfile -t pages <"$folder/pages"
  rm -r "$folder"
  invalidation=$(aws cloudfront create-invalidation --distribution-id "$(output DistributionId)" --paths "${pages[@]}" \
    --query Invalidation.Id --output text)
  aws cloudfront wait invalidation-completed --distribution-id "$(output DistributionId)" --id "$invalidation"
}

# What a deployment has now; nothing before the first release.
now() {
  kubectl get deployment "$1" --namespace ode --ignore-not-found --output "jsonpath=$2"
}
revision='{.metadata.annotations.deployment\.kubernetes\.io/revision}'
api_revision=$(now ode-api "$revision")
worker_revision=$(now ode-worker "$revision")
api_image=$(now ode-api '{.spec.template.spec.containers[0].image}')

(cd "k8s/overlays/$stage" && kustomize edit set image "ode-api=$api" "ode-worker=$worker")
# It goes back by itself.
deploy/pods.sh "$stage"

finish() {
  publish_viewer "$api"
  # A key of its own, for a day, made where the database is at hand.
  ODE_API_KEY=$(kubectl exec deployment/ode-api --namespace ode --container api -- /nodejs/bin/node /app/worker/dist/cli.js \
    keys create --tenant local --scope write --name release --days 1)
  export ODE_API_KEY
  node deploy/smoke.mjs "$(output ViewerUrl)"
}
# In a shell of its own: as a condition, it would go on after a command that failed.
set +e
(
  set -e
  finish
)
status=$?
set -e
if ((status != 0)); then
  echo "release.sh: $api does not work in $stage" >&2
  if [[ -n $api_revision && -n $worker_revision ]]; then
    echo 'release.sh: going back' >&2
    kubectl rollout undo deployment/ode-api --namespace ode --to-revision "$api_revision"
    kubectl rollout undo deployment/ode-worker --namespace ode --to-revision "$worker_revision"
    publish_viewer "$api_image"
    kubectl rollout status deployment/ode-api --namespace ode --timeout 15m
    kubectl rollout status deployment/ode-worker --namespace ode --timeout 15m
  fi
  exit 1
fi
