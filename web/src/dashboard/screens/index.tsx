import type { ReactNode } from 'react';
import type { Session } from '../data/session.js';
import { JobsIcon, OverviewIcon } from '../parts/icons.js';
import { JobDetail } from './job.js';
import { Jobs } from './jobs.js';
import { Overview } from './overview.js';

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
];
