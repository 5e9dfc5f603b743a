/*
 * The node groups that infra/ makes, as the scheduler sees them. What pods may ask for on an EKS node is its size less
 * what kubelet and system keep (AWS: "Amazon EKS node allocatable"; amazon-eks-ami: 255 MiB + 11 MiB for each pod that
 * it may have, and 100 MiB before pods are evicted; 80m of four cores, 70m of two), less the pods on every node (network
 * plugin, kube-proxy, pod identity, disks, node exporter, log collector: 300m, 400 MiB, 6 pods). With addresses by sixteen
 * (stacks/cluster.ts) a node of either type has 110 pods.
 */
export interface NodePool {
  /** The label `ode.dev/pool`. */
  name: string;
  /** Cores and bytes that our pods may ask for, on one node. */
  cpu: number;
  memory: number;
  /** Pods that a node takes, beside those on every node. */
  pods: number;
  /** Nodes, over all zones. */
  min: number;
  max: number;
}

export const ZONES = ['a', 'b', 'c'];
const MIB = 2 ** 20;

const PODS = 110;
const KEPT = (255 + 11 * PODS + 100) * MIB;
const ON_EVERY_NODE = { cpu: 0.3, memory: 400 * MIB, pods: 6 };

/** t3.medium: 2 cores, 4 GiB. */
const SYSTEM: NodePool = {
  name: 'system',
  cpu: 2 - 0.07 - ON_EVERY_NODE.cpu,
  memory: 4096 * MIB - KEPT - ON_EVERY_NODE.memory,
  pods: PODS - ON_EVERY_NODE.pods,
  min: 3,
  max: 9,
};
/**
 * c6i.xlarge: 4 cores, 8 GiB. Linux itself sees some 300 MiB less. One in each zone at least: workers that
 * start while there is one node only would all be in its zone, and stay there (zone-loss.test.ts).
 */
const WORKER: NodePool = {
  name: 'worker',
  cpu: 4 - 0.08 - ON_EVERY_NODE.cpu,
  memory: (8192 - 300) * MIB - KEPT - ON_EVERY_NODE.memory,
  pods: PODS - ON_EVERY_NODE.pods,
  min: 3,
  max: 12,
};

export const NODE_POOLS = [SYSTEM, WORKER];
