import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Webhook } from '../data/api.js';
import { agoOf, exactTime } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card } from '../parts/card.js';
import { List } from '../parts/list.js';
import { Empty, Problem } from '../parts/notice.js';

/** What each webhook was told lately. */
export function Webhooks() {
  const list = useQuery({ queryKey: ['webhooks'], queryFn: () => api.webhooks.list.query() });
  return (
    <>
      <Problem error={list.error} />
      {list.data?.items.map((webhook) => (
        <Deliveries key={webhook.id} webhook={webhook} />
      ))}
      {list.data?.items.length === 0 && (
        <section className="card">
          <Empty title="No webhooks">
            POST /api/v1/webhooks names an address that is told of jobs that have ended. <a href="/api/docs">The API’s page has it.</a>
          </Empty>
        </section>
      )}
    </>
  );
}

function Deliveries({ webhook: { id, url } }: { webhook: Webhook }) {
  const client = useQueryClient();
  const log = useQuery({
    queryKey: ['deliveries', id],
    queryFn: () => api.webhooks.deliveries.query({ id, limit: 50 }),
    refetchInterval: 10_000,
  });
  const replay = useMutation({
    mutationFn: (delivery: string) => api.webhooks.replay.mutate({ id: delivery }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['deliveries', id] }),
  });
  return (
    <Card title={url}>
      <Problem error={log.error ?? replay.error} />
      {log.data?.items.length ? (
        <List
          caption="What it was told, newest first"
          items={log.data.items}
          keyOf={(delivery) => delivery.id}
          testId="delivery"
          columns={[
            {
              label: 'Event',
              render: ({ jobId, event, lastError }) => (
                <>
                  <a href={`#/jobs/job/${jobId}`}>{event}</a>
                  {lastError && <span className="reason">{lastError}</span>}
                </>
              ),
            },
            { label: 'State', render: ({ deliveredAt, nextAt }) => (deliveredAt ? 'told' : nextAt ? 'waits' : 'given up') },
            { label: 'Tries', render: ({ attempts }) => attempts },
            { label: 'When', render: ({ createdAt }) => agoOf(createdAt), title: ({ createdAt }) => exactTime(createdAt) },
          ]}
          actions={(delivery) => (
            <Action label={`Tell ${delivery.event} again`} busy={replay.isPending} onPress={() => replay.mutate(delivery.id)}>
              Tell again
            </Action>
          )}
        />
      ) : (
        log.isSuccess && <Empty title="It was told of nothing yet" />
      )}
    </Card>
  );
}
