import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../data/api.js';
import type { Session } from '../data/session.js';
import { agoOf, exactTime, numberOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card } from '../parts/card.js';
import { List } from '../parts/list.js';
import { Empty, Problem } from '../parts/notice.js';

/** As far back as numbers go, in minutes: a month. */
const MONTH = 44_640;

/** What has failed, by its reason, to be tried again; and the documents that are tried no more. */
export function Failures({ session }: { session: Session }) {
  return (
    <>
      <DeadLetters mayRetry={session.scope !== 'read'} />
      {session.scope === 'admin' && <Quarantine />}
    </>
  );
}

function DeadLetters({ mayRetry }: { mayRetry: boolean }) {
  const client = useQueryClient();
  const statistics = useQuery({
    queryKey: ['statistics', 'own', String(MONTH)],
    queryFn: () => api.statistics.own.query({ minutes: MONTH }),
  });
  const retry = useMutation({
    mutationFn: (code?: string) => api.failures.retry.mutate({ code }),
    onSuccess: () => Promise.all(['statistics', 'jobs', 'job'].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
  const failures = statistics.data?.failures ?? [];
  return (
    <Card
      title="Failed conversions"
      note="Of the last 31 days, by their reason"
      actions={
        <>
          <a className="action" href="#/jobs/failed">
            List them
          </a>
          {mayRetry && failures.length > 0 && (
            <Action kind="primary" busy={retry.isPending} onPress={() => retry.mutate(undefined)}>
              Try all again
            </Action>
          )}
        </>
      }
    >
      <Problem error={statistics.error ?? retry.error} />
      <p role="status" className="quiet">
        {retry.data &&
          `${numberOf(retry.data.retried)} conversions wait for their turn anew.${retry.data.remaining ? ' There are more: try all again once more.' : ''}`}
      </p>
      {failures.length ? (
        <List
          caption="Failed conversions by reason"
          items={failures}
          keyOf={({ code }) => code}
          testId="failure"
          columns={[
            {
              label: 'Reason',
              render: ({ code, message }) => (
                <>
                  <code>{code}</code>
                  <p className="quiet">{message}</p>
                </>
              ),
            },
            { label: 'Conversions', render: ({ count }) => numberOf(count) },
            { label: 'Last', render: ({ lastAt }) => agoOf(lastAt), title: ({ lastAt }) => exactTime(lastAt) },
          ]}
          actions={({ code }) =>
            mayRetry && (
              <Action label={`Try again what failed by ${code}`} busy={retry.isPending} onPress={() => retry.mutate(code)}>
                Try again
              </Action>
            )
          }
        />
      ) : (
        statistics.isSuccess && <Empty title="Nothing failed">Every conversion of the last month has its result.</Empty>
      )}
    </Card>
  );
}

function Quarantine() {
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['quarantine'], queryFn: () => api.quarantine.list.query() });
  const release = useMutation({
    mutationFn: (sha256: string) => api.quarantine.release.mutate({ sha256 }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['quarantine'] }),
  });
  return (
    <Card title="Quarantine" note="Documents that brought the converter down twice; they are refused until they are released">
      <Problem error={list.error ?? release.error} />
      {list.data?.items.length ? (
        <List
          caption="Documents in quarantine"
          items={list.data.items}
          keyOf={({ sha256 }) => sha256}
          testId="quarantined"
          columns={[
            {
              label: 'Document',
              render: ({ documentName, sha256 }) => (
                <>
                  {documentName ?? 'deleted'}
                  <p className="quiet">
                    <code>{sha256.slice(0, 16)}…</code>
                  </p>
                </>
              ),
            },
            { label: 'Reason', render: ({ code }) => <code>{code}</code> },
            { label: 'Since', render: ({ createdAt }) => agoOf(createdAt), title: ({ createdAt }) => exactTime(createdAt) },
          ]}
          actions={({ documentName, sha256 }) => (
            <Action label={`Release ${documentName ?? sha256}`} busy={release.isPending} onPress={() => release.mutate(sha256)}>
              Release
            </Action>
          )}
        />
      ) : (
        list.isSuccess && <Empty title="Nothing is in quarantine" />
      )}
    </Card>
  );
}
