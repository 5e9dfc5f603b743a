import { Activity, Building2, ChartColumn, ChartLine, KeyRound, List, ScrollText, TriangleAlert, Users, Webhook } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Session } from '../data/session.js';
import { AuditLog } from './audit.js';
import { Failures } from './failures.js';
import { Health } from './health.js';
import { JobDetail } from './job.js';
import { Jobs } from './jobs.js';
import { Keys } from './keys.js';
import { Members } from './members.js';
import { Overview } from './overview.js';
import { Tenants } from './tenants.js';
import { Usage } from './usage.js';
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

const ICON = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const;

export const SCREENS: Screen[] = [
  {
    name: 'overview',
    title: 'Overview',
    access: 'read',
    icon: <ChartLine {...ICON} />,
    render: (session) => <Overview session={session} />,
  },
  {
    name: 'jobs',
    title: 'Jobs',
    access: 'read',
    icon: <List {...ICON} />,
    render: (session, [first, id]) => (first === 'job' && id ? <JobDetail id={id} session={session} /> : <Jobs filter={first} />),
  },
  {
    name: 'failures',
    title: 'Failures',
    access: 'read',
    icon: <TriangleAlert {...ICON} />,
    render: (session) => <Failures session={session} />,
  },
  { name: 'usage', title: 'Usage', access: 'read', icon: <ChartColumn {...ICON} />, render: () => <Usage /> },
  { name: 'keys', title: 'Keys', access: 'admin', icon: <KeyRound {...ICON} />, render: () => <Keys /> },
  { name: 'members', title: 'Members', access: 'admin', icon: <Users {...ICON} />, render: () => <Members /> },
  { name: 'webhooks', title: 'Webhooks', access: 'admin', icon: <Webhook {...ICON} />, render: () => <Webhooks /> },
  { name: 'audit', title: 'Audit log', access: 'admin', icon: <ScrollText {...ICON} />, render: () => <AuditLog /> },
  { name: 'tenants', title: 'Tenants', access: 'operator', icon: <Building2 {...ICON} />, render: () => <Tenants /> },
  { name: 'health', title: 'Health', access: 'operator', icon: <Activity {...ICON} />, render: () => <Health /> },
];
