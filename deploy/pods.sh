#!/usr/bin/env bash
# Brings a stage to what its overlay says: the database first, then the pods, and back again if they do not come up.
#
#   deploy/pods.sh staging        or another folder of k8s/overlays
#
# kubectl has to point at the stage's cluster, and the overlay has to name images that exist
# (`kustomize edit set image ode-api=REGISTRY/ode-api@sha256:… ode-worker=REGISTRY/ode-worker@sha256:…`).
set -euo pipefail

stage=${1:?usage: pods.sh OVERLAY}
overlay=$(cd "$(dirname "$0")/../k8s/overlays/$stage" && pwd)
deployments=(ode-api ode-worker)
kubectl=${KUBECTL:-kubectl}

# A job cannot be changed, only made anew.
"$kubectl" delete job ode-migrate --namespace ode --ignore-not-found
"$kubectl" apply --kustomize "$overlay" --selector ode.dev/phase=prepare
# `kubectl wait` looks for one outcome alone: a migration that has failed would be waited for until the end.
outcome=''
for _ in $(seq 300); do
  outcome=$("$kubectl" get job ode-migrate --namespace ode --output 'jsonpath={.status.conditions[?(@.status=="True")].type}')
  [[ $outcome == *Complete* || $outcome == *Failed* ]] && break
  sleep 2
done
if [[ $outcome != *Complete* ]]; then
  "$kubectl" logs job/ode-migrate --namespace ode --tail 50 >&2 || true
  echo "pods.sh: the migration ${outcome:-does not end}; the pods are as they were" >&2
  exit 1
fi

"$kubectl" apply --kustomize "$overlay"
for deployment in "${deployments[@]}"; do
  if ! "$kubectl" rollout status "deployment/$deployment" --namespace ode --timeout 15m; then
    echo "pods.sh: $deployment does not come up; going back" >&2
    for other in "${deployments[@]}"; do
      "$kubectl" rollout undo "deployment/$other" --namespace ode
      "$kubectl" rollout status "deployment/$other" --namespace ode --timeout 15m
    done
    exit 1
  fi
done

# Each change of the settings is a map of its own. Those that no revision of the pods names any more are of no use.
prune_settings() {
  local named maps map
  named=$("$kubectl" get replicaset --namespace ode --selector app.kubernetes.io/part-of=ode \
    --output 'jsonpath={range .items[*]}{.spec.template.spec.containers[*].envFrom[*].configMapRef.name}{"\n"}{end}' | tr ' ' '\n')
  maps=$("$kubectl" get configmap --namespace ode --selector app.kubernetes.io/part-of=ode --output name)
  for map in $maps; do
    map=${map#configmap/}
    if [[ $map == ode-config-* && -n $named ]] && ! grep --quiet --line-regexp --fixed-strings "$map" <<<"$named"; then
      "$kubectl" delete configmap "$map" --namespace ode
    fi
  done
}
# The release has come up; what is left over does not undo it.
prune_settings || echo 'pods.sh: settings of earlier releases are still there' >&2
