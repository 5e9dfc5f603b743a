#!/usr/bin/env bash
# Every overlay by kubeconform, against the schemas of Kubernetes and of the charts' own kinds, and by conftest, against
# ops/policy. Then a mistake is planted, which has to be seen. Needs Docker and the internet: ci.yml runs it.
#
#   ops/manifests/conform.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT
chmod 755 "$rendered"
for overlay in k8s/overlays/* k8s/examples/*; do
  kubectl kustomize "$overlay" >"$rendered/$(basename "$overlay").yaml"
done

docker run --rm --volume "$rendered:/rendered:ro" \
  ghcr.io/yannh/kubeconform:v0.7.0@sha256:85dbef6b4b312b99133decc9c6fc9495e9fc5f92293d4ff3b7e1b30f5611823c \
  -strict -summary -kubernetes-version master -schema-location default \
  -schema-location 'https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json' \
  /rendered

conftest() {
  docker run --rm --network none --volume "$PWD/ops/policy:/policy:ro" --volume "$rendered:/rendered:ro" \
    openpolicyagent/conftest:v0.69.0@sha256:a38ba21668929a00dce2fe6ee43d1312228340bce5fd243f47dd0ce90516e558 \
    test --policy /policy "$@"
}
conftest /rendered

sed 's/readOnlyRootFilesystem: true/readOnlyRootFilesystem: false/' "$rendered/prod.yaml" >"$rendered/planted.yaml"
if conftest /rendered/planted.yaml >"$rendered/said"; then
  echo 'conform.sh: conftest did not see a root that can be written' >&2
  exit 1
fi
grep -q 'writes to its root' "$rendered/said"
