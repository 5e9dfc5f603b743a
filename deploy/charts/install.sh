#!/usr/bin/env bash
# Brings a stage's cluster to the charts that Chart.yaml names, in its order, with values/ for the stage.
#
#   deploy/charts/install.sh staging
#
# kubectl has to point at the stage's cluster, and aws to its account. A chart that does not come up within ten minutes is
# set back, and the rest are left as they were.
set -euo pipefail

stage=${1:?usage: install.sh dev|staging|prod}
here=$(cd "$(dirname "$0")" && pwd)
region=$(sed -n 's/^AWS_REGION=//p' "$here/../../k8s/overlays/$stage/stage.env")
export AWS_REGION=$region
helm=${HELM:-helm}
aws=${AWS:-aws}
account=$("$aws" sts get-caller-identity --query Account --output text)
vpc=$("$aws" eks describe-cluster --name "ode-$stage" --query cluster.resourcesVpcConfig.vpcId --output text)

values=$(mktemp)
trap 'rm -f "$values"' EXIT

charts=$(node "$here/charts.mjs")
kubectl=${KUBECTL:-kubectl}
"$kubectl" apply --filename "$here/namespaces.yaml" --filename "$here/network-policies.yaml"

while read -r release chart repository version namespace; do
  echo "install.sh: $release $version" >&2
  # Kinds that stand in a chart's `crds/` Helm makes once, and leaves as they are at every upgrade after.
  crds=$("$helm" show crds "$chart" --repo "$repository" --version "$version" </dev/null)
  if [[ -n $crds ]]; then "$kubectl" apply --server-side --force-conflicts --filename - <<<"$crds"; fi
  sed -e "s/STAGE/$stage/g; s/REGION/$region/g; s/ACCOUNT/$account/g; s/VPC_ID/$vpc/g" "$here/values/$release.yaml" >"$values"
  "$helm" upgrade "$release" "$chart" --install --repo "$repository" --version "$version" \
    --namespace "$namespace" --create-namespace --values "$values" --atomic --timeout 10m </dev/null
done <<<"$charts"
