/*
 * The node groups that infra/ makes, as the scheduler sees them. What pods may ask for on an EKS node is its size less
 * what kubelet and system keep (AWS: "Amazon EKS node allocatable"; amazon-eks-ami: 255 MiB + 11 MiB for each pod that
 * the type may have, and 100 MiB before pods are evicted; 80m of four cores, 70m of two), less the pods on every node
 * (network plugin, kube-proxy, pod identity, node exporter: 250m, 300 MiB).
 */
export interface NodePool {
  /** The label `ode.dev/pool`. */
  name: string;
  /** Cores and bytes that our pods may ask for, on one node. */
  cpu: number;
  memory: number;
  /** Nodes, over all zones. */
  min: number;
  max: number;
}

export const ZONES = ['a', 'b', 'c'];
const MIB = 2 ** 20;

/** t3.medium: 2 cores, 4 GiB, 17 pods; a third of it for the charts (DNS, KEDA, controllers, Prometheus). */
const SYSTEM: NodePool = { name: 'system', cpu: 2 - 0.07 - 0.25 - 0.65, memory: (4096 - 442 - 100 - 300 - 1300) * MIB, min: 3, max: 9 };
/**
 * c6i.xlarge: 4 cores, 8 GiB, 58 pods. Linux itself sees some 300 MiB less. One in each zone at least: workers that
 * start while there is one node only would all be in its zone, and stay there (zone-loss.test.ts).
 */
const WORKER: NodePool = { name: 'worker', cpu: 4 - 0.08 - 0.25, memory: (8192 - 300 - 893 - 100 - 300) * MIB, min: 3, max: 12 };

export const NODE_POOLS = [SYSTEM, WORKER];
