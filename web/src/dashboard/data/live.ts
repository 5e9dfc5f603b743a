import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Job, JobPage } from './api.js';

/** `live`: changes arrive as they happen. `polling`: the stream is broken, and lists are asked for now and then. */
export type Connection = 'connecting' | 'live' | 'polling';

/** How often lists are asked for without a stream, how long until the stream is tried again, and how often numbers are. */
const POLL_MS = 5000;
const AGAIN_MS = 10_000;
const NUMBERS_MS = 2000;

/**
 * Follows the tenant's jobs and keeps what has been read up to date. The browser reconnects by itself and says where it
 * was (Last-Event-ID); where it gives up, the lists are polled until the stream can be had again.
 */
export function useLive(enabled: boolean): Connection {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => {
    if (!enabled) return;
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    let numbers: ReturnType<typeof setTimeout> | undefined;
    let broken = false;
    const refreshNumbers = () => {
      numbers ??= setTimeout(() => {
        numbers = undefined;
        void client.invalidateQueries({ queryKey: ['statistics'] });
      }, NUMBERS_MS);
    };
    const reload = () => void client.invalidateQueries({ predicate: ({ queryKey }) => LIVE.includes(String(queryKey[0])) });
    const poll = setInterval(() => broken && reload(), POLL_MS);

    const open = () => {
      source = new EventSource('/api/v1/events');
      source.onopen = () => {
        broken = false;
        setConnection('live');
      };
      source.onerror = () => {
        broken = true;
        setConnection('polling');
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
      };
      source.addEventListener('reload', reload);
      source.addEventListener('jobs', (event: MessageEvent<string>) => {
        mergeJobs(client, JSON.parse(event.data) as Job[]);
        refreshNumbers();
      });
    };
    open();
    return () => {
      source?.close();
      clearTimeout(again);
      clearTimeout(numbers);
      clearInterval(poll);
    };
  }, [client, enabled]);
  return connection;
}

const LIVE = ['jobs', 'job', 'log', 'statistics'];

/** Puts the present state of jobs into all that shows them. */
function mergeJobs(client: QueryClient, changed: Job[]): void {
  const byId = new Map(changed.map((job) => [job.id, job]));
  for (const [queryKey, data] of client.getQueriesData<InfiniteData<JobPage>>({ queryKey: ['jobs'] })) {
    if (!data) continue;
    client.setQueryData(queryKey, mergePages(data, byId, (queryKey[1] as { status?: string } | undefined)?.status));
  }
  for (const job of changed) {
    if (client.getQueryData(['job', job.id])) client.setQueryData(['job', job.id], job);
    void client.invalidateQueries({ queryKey: ['log', job.id] });
  }
}

/**
 * A list with changed jobs in their places: those that no longer have its status are gone, new ones stand at its head,
 * and among those that were listed by time (ids are made in order of time).
 */
export function mergePages(data: InfiniteData<JobPage>, changed: Map<string, Job>, status?: string): InfiniteData<JobPage> {
  const fits = (job: Job) => status === undefined || job.status === status;
  const known = new Set(data.pages.flatMap((page) => page.items.map(({ id }) => id)));
  const last = data.pages.at(-1)?.items.at(-1)?.id;
  const complete = data.pages.at(-1)?.nextCursor === null;
  const fresh = [...changed.values()].filter(
    (job) => !known.has(job.id) && fits(job) && (complete || (last !== undefined && job.id > last)),
  );
  const pages = data.pages.map((page) => ({ ...page, items: page.items.map((job) => changed.get(job.id) ?? job).filter(fits) }));
  const [first] = pages;
  if (first && fresh.length) first.items = [...fresh, ...first.items].sort((a, b) => (a.id < b.id ? 1 : -1));
  return { ...data, pages };
}
