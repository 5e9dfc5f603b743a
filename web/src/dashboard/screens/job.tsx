import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Job, type LogEntry } from '../data/api.js';
import type { Session } from '../data/session.js';
import { bytesOf, clockOf, exactTime, spanOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { StatusBadge } from '../parts/badge.js';
import { Card } from '../parts/card.js';
import { Problem } from '../parts/notice.js';
import { tookOf, useNow } from './jobs.js';

/** One job: what it is, what happened to it, and what can be done. */
export function JobDetail({ id, session }: { id: string; session: Session }) {
  const client = useQueryClient();
  const job = useQuery({ queryKey: ['job', id], queryFn: () => api.jobs.get.query({ id }) });
  const log = useQuery({ queryKey: ['log', id], queryFn: () => api.jobs.log.query({ id }) });
  const changed = (next: Job) => {
    client.setQueryData(['job', id], next);
    void client.invalidateQueries({ queryKey: ['jobs'] });
    void client.invalidateQueries({ queryKey: ['log', id] });
  };
  const retry = useMutation({ mutationFn: () => api.jobs.retry.mutate({ id }), onSuccess: changed });
  const cancel = useMutation({ mutationFn: () => api.jobs.cancel.mutate({ id }), onSuccess: changed });
  const now = useNow();
  if (job.error) return <Problem error={job.error} />;
  if (!job.data) return <div className="waiting" aria-busy="true" aria-label="Loading" />;
  const { status, error, result, progress } = job.data;
  const mayChange = session.scope !== 'read';
  return (
    <>
      <p className="back">
        <a href="#/jobs">← All jobs</a>
      </p>
      <Card
        title={job.data.documentName}
        note={<StatusBadge status={status} />}
        actions={
          <>
            {mayChange && (status === 'queued' || status === 'running') && (
              <Action kind="danger" busy={cancel.isPending} onPress={() => cancel.mutate()}>
                Cancel
              </Action>
            )}
            {mayChange && (status === 'failed' || status === 'cancelled') && (
              <Action kind="primary" busy={retry.isPending} onPress={() => retry.mutate()}>
                Try again
              </Action>
            )}
            {result && (
              <a className="action primary" href={result.url} download>
                Download
              </a>
            )}
          </>
        }
      >
        <Problem error={retry.error ?? cancel.error} />
        {error && (
          <p className="problem" data-testid="reason">
            {error.message}
            <small>{error.code}</small>
          </p>
        )}
        <dl className="facts">
          <Fact name="Format">
            <code>{job.data.format}</code>
          </Fact>
          <Fact name="Pages">{progress.total === null ? 'not known yet' : `${progress.done} of ${progress.total}`}</Fact>
          <Fact name="Waited">
            {spanOf(Math.max(0, (job.data.startedAt ? Date.parse(job.data.startedAt) : now) - Date.parse(job.data.createdAt)) / 1000)}
          </Fact>
          <Fact name="Took">{tookOf(job.data, now)}</Fact>
          {result && <Fact name="Result">{bytesOf(result.size)}</Fact>}
          <Fact name="Job">
            <code>{id}</code>
          </Fact>
          <Fact name="Document">
            <code>{job.data.documentId}</code>
          </Fact>
          {job.data.batchId && (
            <Fact name="Batch">
              <code>{job.data.batchId}</code>
            </Fact>
          )}
        </dl>
      </Card>
      <Card title="What happened">
        <Problem error={log.error} />
        <ol className="timeline" data-testid="timeline">
          {eventsOf(job.data, log.data ?? []).map((event, index) => (
            <li key={index} className={event.level}>
              <time dateTime={event.at} title={exactTime(event.at)}>
                {clockOf(event.at)}:{String(new Date(event.at).getSeconds()).padStart(2, '0')}
              </time>
              <div>
                <b>{event.event}</b>
                <p>{event.message}</p>
              </div>
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The log, between the moments that the job itself tells. */
function eventsOf(job: Job, log: LogEntry[]): LogEntry[] {
  const own = (at: string | null, event: string, message: string): LogEntry[] => (at ? [{ at, level: 'info', event, message }] : []);
  const told = new Set(log.map(({ event }) => event));
  const events = [
    ...own(job.createdAt, 'submitted', 'The job was acknowledged.'),
    ...log,
    ...(told.has('started') ? [] : own(job.startedAt, 'started', 'A worker took the job up.')),
    ...(job.status === 'cancelled' ? own(job.finishedAt, 'cancelled', 'The job was stopped.') : []),
    ...(job.status === 'succeeded' && !told.has('succeeded') ? own(job.finishedAt, 'succeeded', 'The result is stored.') : []),
  ];
  return events.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
