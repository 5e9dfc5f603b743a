#!/usr/bin/env bash
# Nodes and zones without machines, by KWOK: the workers' pod, as it is, spreads over three zones, and comes back in two when
# one goes. KWOK's controller runs in the cluster.
set -euo pipefail

for zone in a b c; do
  for n in 1 2; do
    kubectl apply --filename - <<NODE
apiVersion: v1
kind: Node
metadata:
  name: kwok-$zone-$n
  annotations: { kwok.x-k8s.io/node: fake }
  labels: { type: kwok, topology.kubernetes.io/zone: $zone, kubernetes.io/hostname: kwok-$zone-$n }
spec:
  taints: [{ key: kwok.x-k8s.io/node, value: fake, effect: NoSchedule }]
status:
  allocatable: { cpu: '3620m', memory: 5927Mi, pods: '110', ephemeral-storage: 40Gi }
  capacity: { cpu: '4', memory: 8Gi, pods: '110', ephemeral-storage: 50Gi }
NODE
  done
done

kubectl get deployment ode-worker --namespace ode --output json |
  jq '.metadata = {name: "zones", namespace: "ode"} | .spec.replicas = 9 | del(.status)
    | .spec.selector.matchLabels = {zones: "yes"} | .spec.template.metadata.labels = {zones: "yes"}
    | .spec.template.spec.nodeSelector = {type: "kwok"}
    | .spec.template.spec.tolerations = [{key: "kwok.x-k8s.io/node", operator: "Exists"}]
    | .spec.template.spec.topologySpreadConstraints[0].labelSelector.matchLabels = {zones: "yes"}' |
  kubectl apply --filename -

# How many pods run in each zone, such as `3 a`.
spread() {
  kubectl get pods --namespace ode --selector zones=yes --field-selector status.phase=Running \
    --output 'jsonpath={range .items[*]}{.spec.nodeName}{"\n"}{end}' | cut -d- -f2 | sort | uniq -c | awk '{ print $1, $2 }'
}
await() {
  for _ in $(seq 60); do
    [[ $(spread) == "$1" ]] && return
    sleep 2
  done
  echo "zones.sh: not $1, but $(spread)" >&2
  exit 1
}
await $'3 a\n3 b\n3 c'
kubectl delete node kwok-a-1 kwok-a-2
for _ in $(seq 60); do
  [[ $(spread | awk '{ sum += $1 } END { print sum }') == 9 && $(spread) != *a* ]] && break
  sleep 2
done
[[ $(spread | awk '{ sum += $1 } END { print sum }') == 9 && $(spread) != *a* ]]
kubectl delete deployment zones --namespace ode
