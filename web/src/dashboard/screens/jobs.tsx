import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type Job } from '../data/api.js';
import { agoOf, exactTime, spanOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { StatusBadge } from '../parts/badge.js';
import { List } from '../parts/list.js';
import { Empty, Problem } from '../parts/notice.js';
import { Segments } from '../parts/segments.js';

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'queued', label: 'Queued' },
  { value: 'running', label: 'Running' },
  { value: 'succeeded', label: 'Succeeded' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;
type Filter = (typeof FILTERS)[number]['value'];

const PAGE = 30;

/** The tenant's jobs, newest first, as they change. */
export function Jobs({ filter }: { filter?: string }) {
  const chosen = FILTERS.find(({ value }) => value === filter)?.value ?? 'all';
  const status = chosen === 'all' ? undefined : chosen;
  const list = useInfiniteQuery({
    queryKey: ['jobs', { status }],
    queryFn: ({ pageParam }) => api.jobs.list.query({ limit: PAGE, status, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const jobs = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <div className="bar">
        <Segments<Filter>
          label="Status"
          options={FILTERS}
          value={chosen}
          onChange={(value) => (window.location.hash = `#/jobs/${value}`)}
        />
      </div>
      <Problem error={list.error} />
      <section className="card flush" aria-label="Jobs" aria-busy={list.isPending}>
        {jobs.length ? (
          <JobTable jobs={jobs} />
        ) : (
          !list.isPending && <Empty title="No jobs here">They appear as soon as one is submitted.</Empty>
        )}
      </section>
      {list.hasNextPage && (
        <div className="more">
          <Action busy={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            Show older jobs
          </Action>
        </div>
      )}
    </>
  );
}

function JobTable({ jobs }: { jobs: Job[] }) {
  const now = useNow();
  return (
    <List
      caption="Jobs, newest first"
      items={jobs}
      keyOf={({ id }) => id}
      testId="job"
      columns={[
        {
          label: 'Document',
          render: ({ id, documentName, error }) => (
            <>
              <a href={`#/jobs/job/${id}`}>{documentName}</a>
              {error && <span className="reason">{error.code}</span>}
            </>
          ),
        },
        { label: 'Status', render: ({ status }) => <StatusBadge status={status} /> },
        { label: 'Pages', render: (job) => <Pages job={job} /> },
        { label: 'Format', render: ({ format }) => <code>{format}</code> },
        { label: 'Took', render: (job) => tookOf(job, now) },
        { label: 'Submitted', render: ({ createdAt }) => agoOf(createdAt, now), title: ({ createdAt }) => exactTime(createdAt) },
      ]}
    />
  );
}

function Pages({ job: { progress, status } }: { job: Job }) {
  if (progress.total === null) return <>–</>;
  if (status !== 'running') return <>{progress.total}</>;
  return (
    <span className="pages">
      <progress aria-label="Pages converted" value={progress.done} max={progress.total} />
      {progress.done} of {progress.total}
    </span>
  );
}

export function tookOf({ startedAt, finishedAt }: Job, now: number): string {
  return startedAt === null ? '–' : spanOf(Math.max(0, (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt)) / 1000);
}

/** The time, every second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
