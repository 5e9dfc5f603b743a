/*
 * All in which dev, staging and prod differ. What is not here is the same in each of them.
 */
export const STAGES = ['dev', 'staging', 'prod'] as const;
export type StageName = (typeof STAGES)[number];

/** Nodes of a group in each of the three zones. */
export interface NodesPerZone {
  min: number;
  max: number;
}

export interface StageSettings {
  name: StageName;
  /** One for each zone, or a single one that all zones share, and lose with its zone. */
  natGateways: 1 | 3;
  /** Zones in which there are nodes, and a node of each kind at least. */
  nodeZones: 1 | 3;
  system: NodesPerZone;
  worker: NodesPerZone;
  /** Days to which the database can be set back. */
  backupDays: number;
  /** Days that logs are kept. */
  logDays: 7 | 30 | 365;
  /** A standby in another zone for the database and the cache. */
  standby: boolean;
  /** Whether what holds data refuses to be deleted, and stays when its stack goes. */
  keepData: boolean;
  /** Days that documents and what is made of them are kept, as the overlay's ODE_RETENTION_DAYS says. S3 takes away what that left. */
  documentDays: number;
  /** Dollars a month; docs/operations/scaling.md has the model. */
  budget: number;
  /** Who may show the viewer in a frame: CSP sources, as ODE_FRAME_ANCESTORS has them; without, its own pages alone. */
  frameAncestors?: string;
  /**
   * A name of one's own for the viewer, with its certificate (ACM, us-east-1); without, CloudFront's. Where Route 53 has the
   * zone, in the stage's account, its records are made, too; elsewhere a CNAME (ALIAS, at the head of a zone) to the output
   * `DistributionDomain` is for the deployer to make.
   */
  domain?: { name: string; certificateArn: string; zone?: { id: string; name: string } };
}

const PROD: StageSettings = {
  name: 'prod',
  natGateways: 3,
  nodeZones: 3,
  system: { min: 1, max: 5 },
  worker: { min: 1, max: 6 },
  backupDays: 30,
  logDays: 365,
  standby: true,
  keepData: true,
  documentDays: 365,
  budget: 2500,
};

export const SETTINGS: Record<StageName, StageSettings> = {
  prod: PROD,
  // As production in all that fails or scales; it forgets sooner and costs less.
  staging: { ...PROD, name: 'staging', natGateways: 1, backupDays: 7, logDays: 30, documentDays: 90, budget: 1200 },
  dev: {
    name: 'dev',
    natGateways: 1,
    nodeZones: 1,
    system: { min: 2, max: 3 },
    worker: { min: 1, max: 4 },
    backupDays: 1,
    logDays: 7,
    standby: false,
    keepData: false,
    documentDays: 30,
    budget: 500,
  },
};
