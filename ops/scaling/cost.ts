/*
 * Pages a month → dollars a month, by the list prices of us-east-1 (on demand, early 2026; other regions differ by up to
 * a fifth). A model for planning, not a bill: taxes, logs, a support plan (from 29 a month, or a share of the bill) and traffic between
 * zones are left out. Kubernetes is in standard support: past it the cluster costs six times as much.
 */
const HOURS = 730;
const SECONDS = HOURS * 3600;

/** Dollars: an hour, unless said otherwise. */
const PRICES = {
  eks: 0.1,
  systemNode: 0.0416,
  workerNode: 0.17,
  databaseMultiAz: 0.129,
  databaseGbMonth: 0.23,
  cacheNode: 0.032,
  natGateway: 0.045,
  /** Of an interface endpoint in one zone. */
  endpoint: 0.01,
  loadBalancer: 0.0225,
  s3GbMonth: 0.023,
  /** Glacier Instant Retrieval, and what each object costs on its way there. */
  glacierGbMonth: 0.004,
  glacierTransition: 0.02 / 1000,
  s3Put: 0.005 / 1000,
  s3Get: 0.0004 / 1000,
  transferGb: 0.085,
  /** From CloudFront to the balancer. */
  uploadGb: 0.02,
  diskGbMonth: 0.08,
  /** The firewall with its four rules, a month. */
  firewall: 9,
};

/** What is assumed of documents and workers. */
export const ASSUMED = {
  pagesEach: 10,
  /** A worker pod with one conversion at a time; 29 on one core of a shared machine over 28 mixed documents, less a margin. */
  pagesPerSecond: 10,
  /** The busiest hour against the average one. */
  peak: 4,
  /** GB a page: the PDF, and its HTML. */
  pdfGb: 100e-6,
  htmlGb: 30e-6,
  podsPerNode: 4,
  warmPods: 9,
  leastNodes: 3,
  diskGb: 50,
};

export interface Cost {
  /** Worker pods, on average and in the busiest hour. */
  pods: number;
  peakPods: number;
  /** Nodes on average, those of the warm pods included. */
  nodes: number;
  fixed: number;
  workers: number;
  /** After a year: a month's documents in S3, eleven months' in Glacier; requests; results sent once. */
  storage: number;
  total: number;
}

export function costOf(pages: number): Cost {
  const a = ASSUMED;
  const pods = pages / (SECONDS * a.pagesPerSecond);
  const nodes = Math.max(a.leastNodes, Math.ceil((Math.max(1, pods) + a.warmPods) / a.podsPerNode));
  const p = PRICES;
  const hourly = p.eks + 3 * p.systemNode + p.databaseMultiAz + 2 * p.cacheNode + 3 * p.natGateway + 2 * 3 * p.endpoint + p.loadBalancer;
  const disk = a.diskGb * p.diskGbMonth;
  const fixed = HOURS * hourly + 100 * p.databaseGbMonth + 3 * disk + p.firewall;
  const workers = nodes * (HOURS * p.workerNode + disk);
  const documents = pages / a.pagesEach;
  const kept = pages * (a.pdfGb + a.htmlGb) * (p.s3GbMonth + 11 * p.glacierGbMonth);
  const moved = pages * (a.pdfGb * p.uploadGb + a.htmlGb * p.transferGb);
  const storage = kept + documents * 2 * (p.s3Put + p.s3Get + p.glacierTransition) + moved;
  return { pods, peakPods: pods * a.peak, nodes, fixed, workers, storage, total: fixed + workers + storage };
}

/** The table of docs/operations/scaling.md. */
export function costTable(): string {
  const whole = (n: number) => Math.round(n).toLocaleString('en-US');
  const rows = [1e5, 1e6, 1e7, 1e8, 3.04e8].map((pages) => {
    const { pods, peakPods, nodes, fixed, workers, storage, total } = costOf(pages);
    const numbers = [pages, (pages / ASSUMED.pagesEach / HOURS) * 24].map(whole);
    const workersAt = `${pods.toFixed(1)} / ${Math.max(1, Math.ceil(peakPods))}`;
    return `| ${[...numbers, workersAt, nodes, ...[fixed, workers, storage, total].map(whole), ((total / pages) * 1000).toFixed(2)].join(' | ')} |`;
  });
  return [
    '| pages a month | documents a day | workers, average / busiest | worker nodes | fixed $ | worker nodes $ | storage and transfer $ | total $ | $ per 1,000 pages |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}
