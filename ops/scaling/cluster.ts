/*
 * A cluster in steps of one second: the scheduler (node selectors, requests, pods a node, topology spread, priority and
 * preemption), the cluster autoscaler both ways, and deployments. As Kubernetes documents them; what is left out (affinity,
 * taints other than the pools', descheduling) the manifests do not use. Nodes that AWS may take back are left out, too: what
 * holds without them holds with them.
 */
import { container, quantity, type Workload } from '../manifests/objects.js';
import { NODE_POOLS, ZONES, type NodePool } from './node-pools.js';

/** How long things take, in seconds: the slow side of what is ordinary on EKS. */
export interface Times {
  /** From an unschedulable pod to a node that takes it: the autoscaler's scan, EC2, kubelet, network plugin. */
  node: number;
  /** The first pod of an image on a node. */
  pull: number;
  /** From the container's start to the first answer on its health route. */
  boot: number;
}
export const ORDINARY: Times = { node: 150, pull: 15, boot: 6 };

/** The cluster autoscaler's --scan-interval. */
const SCAN_SECONDS = 10;
/** Its --scale-down-unneeded-time, and the share of a node's room below which it is not needed. */
const UNNEEDED_SECONDS = 600;
const UNNEEDED_SHARE = 0.5;

export interface Node {
  pool: NodePool;
  zone: string;
  readyAt: number;
  images: Set<string>;
  /** Since when it is not needed; undefined: it is. */
  unneededSince?: number;
}

export interface Pod {
  deployment: Deployment;
  createdAt: number;
  node: Node | null;
  /** When it answers its readiness probe; Infinity as long as it has no node. */
  readyAt: number;
}

/** A deployment's pods, as many as it is told to have. */
export class Deployment {
  readonly name: string;
  readonly pool: string;
  readonly cpu: number;
  readonly memory: number;
  /** Seconds from a pod's place on a node to its readiness, without pulling and booting: what the probes add at most. */
  readonly probing: number;
  replicas: number;

  constructor(
    readonly workload: Workload,
    readonly priority: number,
    replicas: number,
  ) {
    const { nodeSelector } = workload.spec.template.spec;
    const { resources, startupProbe, readinessProbe } = container(workload);
    this.name = workload.metadata.name;
    this.pool = nodeSelector?.['ode.dev/pool'] ?? '';
    this.cpu = quantity(resources?.requests?.cpu);
    this.memory = quantity(resources?.requests?.memory);
    // The readiness probe begins when the startup probe has been answered; each may just have missed its moment.
    this.probing =
      (startupProbe?.periodSeconds ?? 0) +
      (readinessProbe ? (readinessProbe.periodSeconds ?? 10) * (readinessProbe.successThreshold ?? 1) : 0);
    this.replicas = replicas;
  }

  /** How uneven zones may be; Infinity where the manifest only wishes. */
  get maxSkew(): number {
    const spread = this.workload.spec.template.spec.topologySpreadConstraints?.find(
      ({ topologyKey, whenUnsatisfiable }) => topologyKey === 'topology.kubernetes.io/zone' && whenUnsatisfiable === 'DoNotSchedule',
    );
    return spread?.maxSkew ?? Infinity;
  }
}

export class Cluster {
  readonly nodes: Node[] = [];
  pods: Pod[] = [];
  now = 0;
  /** Names of the deployments whose pods had to leave for others, in order. */
  readonly evicted: string[] = [];
  /** Zones in which AWS has no more nodes to give. */
  readonly withoutCapacity = new Set<string>();
  private zones = [...ZONES];

  constructor(
    readonly deployments: Deployment[],
    readonly times: Times = ORDINARY,
    readonly pools: NodePool[] = NODE_POOLS,
  ) {
    for (const pool of pools) for (let i = 0; i < pool.min; i++) this.addNode(pool, 0);
  }

  podsOf(deployment: Deployment): Pod[] {
    return this.pods.filter((pod) => pod.deployment === deployment);
  }

  ready(deployment: Deployment): Pod[] {
    return this.podsOf(deployment).filter(({ readyAt }) => readyAt <= this.now);
  }

  /** One second passes. */
  step(): void {
    this.now++;
    for (const deployment of this.deployments) this.reconcile(deployment);
    // The scheduler takes up who matters most, then who has waited longest.
    const pending = this.pods.filter(({ node }) => !node);
    pending.sort((a, b) => b.deployment.priority - a.deployment.priority || a.createdAt - b.createdAt);
    for (const pod of pending) if (this.pods.includes(pod)) this.schedule(pod);
    if (this.now % SCAN_SECONDS !== 0) return;
    this.scaleNodes();
    this.removeNodes();
  }

  /** Lets time pass until nothing is pending or starting; ten minutes at most, since a full cluster may leave pods out. */
  settle(): void {
    const end = this.now + 600;
    do this.step();
    while (this.now < end && this.pods.some(({ readyAt }) => readyAt > this.now));
  }

  /** A zone is gone with all its nodes and pods, and nothing starts there any more. */
  loseZone(zone: string): void {
    this.zones = this.zones.filter((other) => other !== zone);
    this.pods = this.pods.filter(({ node }) => node?.zone !== zone);
    this.nodes.splice(0, this.nodes.length, ...this.nodes.filter((node) => node.zone !== zone));
  }

  private reconcile(deployment: Deployment): void {
    const pods = this.podsOf(deployment);
    for (let i = pods.length; i < deployment.replicas; i++)
      this.pods.push({ deployment, createdAt: this.now, node: null, readyAt: Infinity });
    // Who goes first: without a node, not ready, more of them on one node, newest.
    const onNode = (pod: Pod) => pods.filter(({ node }) => node === pod.node).length;
    const leaving = pods
      .sort(
        (a, b) =>
          Number(a.node !== null) - Number(b.node !== null) ||
          Number(a.readyAt <= this.now) - Number(b.readyAt <= this.now) ||
          onNode(b) - onNode(a) ||
          b.createdAt - a.createdAt,
      )
      .slice(0, Math.max(0, pods.length - deployment.replicas));
    this.pods = this.pods.filter((pod) => !leaving.includes(pod));
  }

  private schedule(pod: Pod): void {
    const { deployment } = pod;
    const nodes = this.nodes.filter(
      (node) => node.pool.name === deployment.pool && node.readyAt <= this.now && this.spreads(deployment, node.zone),
    );
    const inZone = (zone: string) => this.podsOf(deployment).filter(({ node }) => node?.zone === zone).length;
    const evenly = (a: Node, b: Node) => inZone(a.zone) - inZone(b.zone);
    const free = nodes.filter((node) => this.fits(deployment, node, this.on(node))).sort(evenly)[0];
    if (free) return this.place(pod, free);
    // Nowhere: the node where the fewest pods of lower priority have to go.
    const victims = nodes
      .sort(evenly)
      .map((node) => ({ node, leave: this.victims(deployment, node) }))
      .filter((choice): choice is { node: Node; leave: Pod[] } => choice.leave !== null)
      .sort((a, b) => a.leave.length - b.leave.length)[0];
    if (!victims) return;
    this.pods = this.pods.filter((other) => !victims.leave.includes(other));
    this.evicted.push(...victims.leave.map(({ deployment: { name } }) => name));
    this.place(pod, victims.node);
  }

  private place(pod: Pod, node: Node): void {
    const { image } = container(pod.deployment.workload);
    const pull = node.images.has(image) ? 0 : this.times.pull;
    node.images.add(image);
    pod.node = node;
    pod.readyAt = this.now + pull + this.times.boot + pod.deployment.probing;
  }

  private on(node: Node): Pod[] {
    return this.pods.filter((pod) => pod.node === node);
  }

  private fits(deployment: Deployment, { pool }: Node, pods: Pod[]): boolean {
    const sum = (of: 'cpu' | 'memory') => pods.reduce((total, pod) => total + pod.deployment[of], deployment[of]);
    return sum('cpu') <= pool.cpu + 1e-9 && sum('memory') <= pool.memory && pods.length < pool.pods;
  }

  /** The pods that would have to leave; null where that would not help. */
  private victims(deployment: Deployment, node: Node): Pod[] | null {
    const pods = this.on(node);
    const lower = pods
      .filter((pod) => pod.deployment.priority < deployment.priority)
      .sort((a, b) => a.deployment.priority - b.deployment.priority || b.createdAt - a.createdAt);
    for (let n = 1; n <= lower.length; n++) {
      const leave = lower.slice(0, n);
      if (
        this.fits(
          deployment,
          node,
          pods.filter((pod) => !leave.includes(pod)),
        )
      )
        return leave;
    }
    return null;
  }

  /** Whether one more pod in the zone keeps the constraint, over the zones that have nodes of the pool. */
  private spreads(deployment: Deployment, zone: string): boolean {
    const domains = new Set(this.nodes.filter(({ pool }) => pool.name === deployment.pool).map((node) => node.zone));
    const counts = [...domains].map((domain) => this.podsOf(deployment).filter(({ node }) => node?.zone === domain).length);
    const here = this.podsOf(deployment).filter(({ node }) => node?.zone === zone).length;
    return here + 1 - Math.min(...counts) <= deployment.maxSkew;
  }

  /** The cluster autoscaler: nodes for pods that found no place, less those that are on their way. */
  private scaleNodes(): void {
    for (const pool of this.pools) {
      const waiting = this.pods.filter(({ node, deployment }) => !node && deployment.pool === pool.name);
      const coming = this.nodes.filter((node) => node.pool === pool && node.readyAt > this.now).length;
      const [first] = waiting;
      if (!first) continue;
      const each = Math.floor(Math.min((pool.cpu + 1e-9) / first.deployment.cpu, pool.memory / first.deployment.memory));
      for (let n = coming; n < Math.ceil(waiting.length / each); n++) this.addNode(pool, this.now + this.times.node);
    }
  }

  /** And back: a node that is hardly used, for ten minutes, whose pods have room elsewhere; each zone keeps its least. */
  private removeNodes(): void {
    for (const node of [...this.nodes]) {
      const pods = this.on(node);
      const inZone = this.nodes.filter((other) => other.pool === node.pool && other.zone === node.zone).length;
      const used = (of: 'cpu' | 'memory') => pods.reduce((sum, { deployment }) => sum + deployment[of], 0) / node.pool[of];
      const needed =
        node.readyAt > this.now ||
        inZone <= Math.ceil(node.pool.min / ZONES.length) ||
        Math.max(used('cpu'), used('memory')) >= UNNEEDED_SHARE ||
        !this.roomElsewhere(node, pods);
      node.unneededSince = needed ? undefined : (node.unneededSince ?? this.now);
      if (node.unneededSince === undefined || this.now - node.unneededSince < UNNEEDED_SECONDS) continue;
      this.nodes.splice(this.nodes.indexOf(node), 1);
      for (const pod of pods) Object.assign(pod, { node: null, createdAt: this.now, readyAt: Infinity });
    }
  }

  private roomElsewhere(node: Node, pods: Pod[]): boolean {
    const others = this.nodes.filter((other) => other !== node && other.pool === node.pool && other.readyAt <= this.now);
    const placed = new Map(others.map((other) => [other, this.on(other)]));
    return pods.every((pod) => {
      const at = others.find((other) => this.fits(pod.deployment, other, placed.get(other) ?? []));
      if (at) placed.get(at)?.push(pod);
      return at !== undefined;
    });
  }

  private addNode(pool: NodePool, readyAt: number): void {
    const have = this.nodes.filter((node) => node.pool === pool);
    if (have.length >= pool.max) return;
    const count = (zone: string) => have.filter((node) => node.zone === zone).length;
    const zone = this.zones.filter((one) => !this.withoutCapacity.has(one)).sort((a, b) => count(a) - count(b))[0];
    if (zone) this.nodes.push({ pool, zone, readyAt, images: new Set() });
  }
}
