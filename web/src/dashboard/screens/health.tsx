import { useQuery } from '@tanstack/react-query';
import { api } from '../data/api.js';
import { bytesOf, numberOf, spanOf } from '../data/wording.js';
import { Card, Figure } from '../parts/card.js';
import { Empty, Problem } from '../parts/notice.js';

const OFTEN_MS = 5000;

interface Readiness {
  status: string;
  checks?: Record<string, string>;
}

/** What /readyz says; it says so with another status when something is wrong. */
async function readiness(): Promise<Readiness> {
  const answer = await fetch('/readyz');
  return (await answer.json()) as Readiness;
}

/** The service itself: what it stands on, who works for it. */
export function Health() {
  const ready = useQuery({ queryKey: ['ready'], queryFn: readiness, refetchInterval: OFTEN_MS });
  const health = useQuery({ queryKey: ['health'], queryFn: () => api.service.health.query(), refetchInterval: OFTEN_MS });
  const { data } = health;
  return (
    <>
      <Problem error={ready.error ?? health.error} />
      <dl className="figures">
        {Object.entries(ready.data?.checks ?? {}).map(([part, state]) => (
          <Figure key={part} label={part[0]?.toUpperCase() + part.slice(1)} value={state} tone={state === 'ok' ? 'good' : 'bad'} />
        ))}
        {data && (
          <>
            <Figure label="Quarantined" value={numberOf(data.quarantined)} tone={data.quarantined ? 'bad' : undefined} />
            <Figure label="Webhooks behind" value={numberOf(data.undelivered)} note="messages to be told again" />
          </>
        )}
      </dl>
      {data && (
        <div className="grid">
          <Card title="Workers">
            {data.workers.length ? (
              <table className="rows">
                <thead>
                  <tr>
                    <th scope="col">Host</th>
                    <th scope="col">State</th>
                    <th scope="col">At hand</th>
                    <th scope="col">Since</th>
                  </tr>
                </thead>
                <tbody>
                  {data.workers.map((worker) => (
                    <tr key={worker.id}>
                      <th scope="row">{worker.host}</th>
                      <td>
                        <span className={`badge ${worker.alive ? 'succeeded' : 'failed'}`}>
                          <span className="dot" aria-hidden="true" />
                          {worker.alive ? 'Alive' : `Silent for ${spanOf(worker.silentSeconds)}`}
                        </span>
                      </td>
                      <td data-label="At hand">
                        {worker.running} of {worker.slots}
                      </td>
                      <td data-label="Since">{spanOf((health.dataUpdatedAt - Date.parse(worker.startedAt)) / 1000)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            ) : (
              <Empty title="No worker">Nothing is converted until one starts.</Empty>
            )}
          </Card>
          <Card title="This server">
            <dl className="facts">
              {Object.entries({
                Mode: data.mode,
                Up: spanOf(data.uptime),
                Memory: bytesOf(data.memory),
                Database: bytesOf(data.databaseSize),
                'Node.js': data.versions.node,
                PostgreSQL: data.versions.postgres,
                Migration: data.versions.migration ?? 'none',
                Queue:
                  Object.entries(data.queue)
                    .flatMap(([state, count]) => (count ? [`${state} ${numberOf(count)}`] : []))
                    .join(', ') || 'empty',
              }).map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </Card>
        </div>
      )}
    </>
  );
}
