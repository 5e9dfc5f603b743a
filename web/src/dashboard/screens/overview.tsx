import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Statistics } from '../data/api.js';
import type { Session } from '../data/session.js';
import { agoOf, numberOf, percentOf, shortNumber, spanOf } from '../data/wording.js';
import { Card, Figure } from '../parts/card.js';
import { Empty, Problem } from '../parts/notice.js';
import { Segments } from '../parts/segments.js';
import { BarList } from '../plots/bar-list.js';
import { TimePlot } from '../plots/time-plot.js';

const WINDOWS = [
  { value: '60', label: '1 hour' },
  { value: '360', label: '6 hours' },
  { value: '1440', label: '24 hours' },
  { value: '10080', label: '7 days' },
] as const;
type Window = (typeof WINDOWS)[number]['value'];

/** How often the numbers are read anew without news, in milliseconds: time itself moves them. */
const NUMBERS_MS = 15_000;

export function Overview({ session }: { session: Session }) {
  const [minutes, setMinutes] = useState<Window>('60');
  const [whose, setWhose] = useState<'service' | 'own'>(session.operator ? 'service' : 'own');
  const statistics = useQuery({
    queryKey: ['statistics', whose, minutes],
    queryFn: () => api.statistics[whose].query({ minutes: Number(minutes) }),
    refetchInterval: NUMBERS_MS,
    placeholderData: keepPreviousData,
  });
  const health = useQuery({
    queryKey: ['health'],
    queryFn: () => api.service.health.query(),
    enabled: session.operator,
    refetchInterval: NUMBERS_MS,
  });
  const workers = health.data?.workers.filter(({ alive }) => alive);
  return (
    <>
      <div className="bar">
        <Segments label="Time" options={WINDOWS} value={minutes} onChange={setMinutes} />
        {session.operator && (
          <Segments
            label="Whose"
            options={[
              { value: 'service', label: 'All tenants' },
              { value: 'own', label: session.tenant ?? 'Own' },
            ]}
            value={whose}
            onChange={setWhose}
          />
        )}
      </div>
      <Problem error={statistics.error} />
      {statistics.data ? (
        <Numbers data={statistics.data} workers={workers} />
      ) : (
        statistics.isPending && <div className="waiting" aria-busy="true" aria-label="Loading" />
      )}
    </>
  );
}

function Numbers({ data, workers }: { data: Statistics; workers?: { slots: number; running: number }[] }) {
  const { now, bins, binSeconds, failures, durations } = data;
  const sum = (key: 'succeeded' | 'failed' | 'cancelled' | 'pages') => bins.reduce((total, bin) => total + bin[key], 0);
  const ended = sum('succeeded') + sum('failed');
  // The bin that holds this moment is not full yet.
  const lately = bins.slice(-6, -1);
  const pagesPerSecond = lately.reduce((total, bin) => total + bin.pages, 0) / (lately.length * binSeconds);
  const slots = workers?.reduce((total, worker) => total + worker.slots, 0);
  return (
    <>
      <dl className="figures">
        <Figure
          label="Queued"
          value={<span data-testid="queued">{numberOf(now.queued)}</span>}
          note={now.oldestQueuedSeconds === null ? 'nothing waits' : `longest wait ${spanOf(now.oldestQueuedSeconds)}`}
        />
        <Figure label="Running" value={numberOf(now.running)} note={slots === undefined ? undefined : `of ${slots} slots`} />
        <Figure
          label="Pages a second"
          value={pagesPerSecond.toFixed(pagesPerSecond < 10 ? 1 : 0)}
          note={`over ${spanOf(lately.length * binSeconds)}`}
        />
        <Figure
          label="Succeeded"
          value={<span data-testid="succeeded">{shortNumber(sum('succeeded'))}</span>}
          note={`${shortNumber(sum('pages'))} pages`}
        />
        <Figure
          label="Failed"
          value={shortNumber(sum('failed'))}
          note={ended ? `${percentOf(sum('failed') / ended)} of those ended` : 'none ended'}
          tone={sum('failed') ? 'bad' : undefined}
        />
        {workers && (
          <Figure
            label="Workers"
            value={numberOf(workers.length)}
            note={workers.length ? 'alive' : 'none is alive'}
            tone={workers.length ? undefined : 'bad'}
          />
        )}
      </dl>
      <div className="grid">
        <Card title="Throughput" note={`Conversions that ended, in steps of ${spanOf(binSeconds)}`}>
          <TimePlot
            label="Conversions that ended"
            kind="bars"
            binSeconds={binSeconds}
            rows={bins}
            series={[
              { key: 'succeeded', label: 'Succeeded', tone: 'tone-good' },
              { key: 'failed', label: 'Failed', tone: 'tone-bad' },
              { key: 'cancelled', label: 'Cancelled', tone: 'tone-plain' },
            ]}
          />
        </Card>
        <Card title="Queue" note="Conversions that wait and run">
          <TimePlot
            label="Conversions that wait and run"
            kind="areas"
            binSeconds={binSeconds}
            rows={bins}
            series={[
              { key: 'running', label: 'Running', tone: 'tone-run' },
              { key: 'queued', label: 'Queued', tone: 'tone-wait' },
            ]}
          />
        </Card>
        <Card title="Failures by reason">
          {failures.length ? (
            <BarList
              label="Failures by reason"
              rows={failures.map(({ code, message, count, lastAt }) => ({
                key: code,
                name: <code>{code}</code>,
                note: `${message} Last ${agoOf(lastAt)}.`,
                value: count,
              }))}
            />
          ) : (
            <Empty title="Nothing failed">In this time every conversion that ended has a result.</Empty>
          )}
        </Card>
        <Card title="Time to convert" note="From the start to the end of a conversion, without the wait">
          {durations.length ? (
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">Format</th>
                  <th scope="col" className="number">
                    Conversions
                  </th>
                  <th scope="col" className="number">
                    Half within
                  </th>
                  <th scope="col" className="number">
                    95 % within
                  </th>
                </tr>
              </thead>
              <tbody>
                {durations.map(({ format, count, p50, p95 }) => (
                  <tr key={format}>
                    <th scope="row">
                      <code>{format}</code>
                    </th>
                    <td className="number">{numberOf(count)}</td>
                    <td className="number">{spanOf(p50)}</td>
                    <td className="number">{spanOf(p95)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : (
            <Empty title="No times yet">They come with the first conversion that succeeds.</Empty>
          )}
        </Card>
      </div>
    </>
  );
}
