import type { ReactNode } from 'react';
import type { Session } from '../data/session.js';
import { FailuresIcon, HealthIcon, JobsIcon, KeyIcon, OverviewIcon, TenantsIcon, WebhooksIcon } from '../parts/icons.js';
import { Failures } from './failures.js';
import { Health } from './health.js';
import { JobDetail } from './job.js';
import { Jobs } from './jobs.js';
import { Keys } from './keys.js';
import { Overview } from './overview.js';
import { Tenants } from './tenants.js';
import { Webhooks } from './webhooks.js';

export interface Screen {
  /** The first part of its address. */
  name: string;
  title: string;
  /** Who it is shown to; the service decides for itself who may read and change what. */
  access: 'read' | 'admin' | 'operator';
  icon: ReactNode;
  /** `rest` is what follows its name in the address. */
  render: (session: Session, rest: string[]) => ReactNode;
}

export const SCREENS: Screen[] = [
  { name: 'overview', title: 'Overview', access: 'read', icon: <OverviewIcon />, render: (session) => <Overview session={session} /> },
  {
    name: 'jobs',
    title: 'Jobs',
    access: 'read',
    icon: <JobsIcon />,
    render: (session, [first, id]) => (first === 'job' && id ? <JobDetail id={id} session={session} /> : <Jobs filter={first} />),
  },
  { name: 'failures', title: 'Failures', access: 'read', icon: <FailuresIcon />, render: (session) => <Failures session={session} /> },
  { name: 'keys', title: 'Keys', access: 'admin', icon: <KeyIcon />, render: () => <Keys /> },
  { name: 'webhooks', title: 'Webhooks', access: 'admin', icon: <WebhooksIcon />, render: () => <Webhooks /> },
  { name: 'tenants', title: 'Tenants', access: 'operator', icon: <TenantsIcon />, render: () => <Tenants /> },
  { name: 'health', title: 'Health', access: 'operator', icon: <HealthIcon />, render: () => <Health /> },
];
