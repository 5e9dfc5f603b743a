#!/usr/bin/env bash
# Brings the real manifests up in a cluster of kind (ops/cluster/kind.yaml), with the charts' KEDA and metrics server and one
# PostgreSQL, Redis and S3 each. The images ode-api:kind and ode-worker:kind have been built. Prints an API key.
#
#   ops/cluster/up.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

kind load docker-image ode-api:kind ode-worker:kind >&2

# The versions that AWS gets.
while read -r release chart repository version namespace; do
  case $release in
    keda) extra=(--set operator.replicaCount=1 --set metricsServer.replicaCount=1) ;;
    metrics-server) extra=(--set 'args={--kubelet-insecure-tls}') ;;
    *) continue ;;
  esac
  helm upgrade "$release" "$chart" --install --repo "$repository" --version "$version" --namespace "$namespace" \
    --create-namespace --wait --timeout 5m "${extra[@]}" </dev/null >&2
done < <(node deploy/charts/charts.mjs)

kubectl apply --kustomize k8s/overlays/kind --selector ode.dev/phase=prepare >&2
for backend in database redis storage; do
  kubectl rollout status "deployment/$backend" --namespace ode --timeout 3m >&2
done
kubectl exec --namespace ode deployment/storage -- sh -c 'echo "s3.bucket.create -name documents" | weed shell' >&2
deploy/pods.sh kind >&2
kubectl apply --filename ops/cluster/node-port.yaml >&2
kubectl exec --namespace ode deployment/ode-api --container api -- /nodejs/bin/node /app/worker/dist/cli.js \
  keys create --tenant local --scope write
