import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Webhook } from '../data/api.js';
import { agoOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card } from '../parts/card.js';
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
        <table className="rows">
          <caption className="unseen">What it was told, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">State</th>
              <th scope="col">Tries</th>
              <th scope="col">When</th>
              <th scope="col">
                <span className="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {log.data.items.map((delivery) => (
              <tr key={delivery.id}>
                <th scope="row">
                  <a href={`#/jobs/job/${delivery.jobId}`}>{delivery.event}</a>
                  {delivery.lastError && <span className="reason">{delivery.lastError}</span>}
                </th>
                <td data-label="State">{delivery.deliveredAt ? 'told' : delivery.nextAt ? 'waits' : 'given up'}</td>
                <td data-label="Tries">{delivery.attempts}</td>
                <td data-label="When">{agoOf(delivery.createdAt)}</td>
                <td>
                  <Action label={`Tell ${delivery.event} again`} busy={replay.isPending} onPress={() => replay.mutate(delivery.id)}>
                    Tell again
                  </Action>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        log.isSuccess && <Empty title="It was told of nothing yet" />
      )}
    </Card>
  );
}
