import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type UsageMonth } from '../data/api.js';
import { bytesOf, monthOf, numberOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card, Figure } from '../parts/card.js';
import { List } from '../parts/list.js';
import { Empty, Problem } from '../parts/notice.js';
import { Segments } from '../parts/segments.js';
import { MonthPlot } from '../plots/month-plot.js';

const MEASURES = [
  { value: 'pages', label: 'Pages', wordOf: numberOf },
  { value: 'jobs', label: 'Conversions', wordOf: numberOf },
  { value: 'documents', label: 'Documents', wordOf: numberOf },
  { value: 'bytes', label: 'Uploaded', wordOf: bytesOf },
  { value: 'resultBytes', label: 'Results', wordOf: bytesOf },
] as const;
type Measure = (typeof MEASURES)[number]['value'];

/** What the tenant has used in each month, against what it may. */
export function Usage() {
  const [measure, setMeasure] = useState<Measure>('pages');
  const usage = useQuery({ queryKey: ['usage'], queryFn: () => api.usage.query(), refetchInterval: 30_000 });
  if (!usage.data) return <Problem error={usage.error} />;
  const { quota, months } = usage.data;
  const [now] = months;
  const used = now?.month === new Date().toISOString().slice(0, 7) ? now : null;
  const shown = MEASURES.find(({ value }) => value === measure) ?? MEASURES[0];
  const limit = measure === 'pages' ? quota.pages : measure === 'bytes' ? quota.bytes : null;
  return (
    <>
      <Problem error={usage.error} />
      <dl className="figures">
        <Figure label="Pages this month" value={numberOf(used?.pages ?? 0)} note={ofQuota(used?.pages ?? 0, quota.pages, numberOf)} />
        <Figure label="Uploaded this month" value={bytesOf(used?.bytes ?? 0)} note={ofQuota(used?.bytes ?? 0, quota.bytes, bytesOf)} />
        <Figure label="Conversions this month" value={numberOf(used?.jobs ?? 0)} />
        <Figure label="Documents this month" value={numberOf(used?.documents ?? 0)} />
      </dl>
      <Card
        title="By month"
        note="Calendar months (UTC). What was used stays counted when documents are deleted."
        actions={months.length > 0 && <Action onPress={() => saveCsv(months)}>Save as CSV</Action>}
      >
        {months.length ? (
          <>
            <Segments<Measure> label="What is shown" options={MEASURES} value={measure} onChange={setMeasure} />
            <MonthPlot
              label={`${shown.label} by month`}
              rows={[...months].reverse().map((month) => ({ month: month.month, value: month[measure] }))}
              limit={limit}
              wordOf={shown.wordOf}
            />
            <List
              caption="Usage by month, the present one first"
              items={months}
              keyOf={({ month }) => month}
              testId="month"
              columns={[
                { label: 'Month', render: ({ month }) => monthOf(month) },
                ...MEASURES.map(({ value, label, wordOf }) => ({ label, render: (month: UsageMonth) => wordOf(month[value]) })),
              ]}
            />
          </>
        ) : (
          <Empty title="Nothing was used yet">Numbers appear with the first document.</Empty>
        )}
      </Card>
    </>
  );
}

const ofQuota = (used: number, quota: number | null, wordOf: (value: number) => string) =>
  quota === null ? 'no limit' : `of ${wordOf(quota)}, ${Math.min(100, Math.round((100 * used) / quota))} %`;

const COLUMNS = ['month', 'documents', 'bytes', 'jobs', 'pages', 'resultBytes'] as const;

/** RFC 4180, with the numbers as they are. */
function saveCsv(months: UsageMonth[]): void {
  const lines = [COLUMNS.join(','), ...months.map((month) => COLUMNS.map((column) => month[column]).join(','))];
  const url = URL.createObjectURL(new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: 'usage.csv' });
  link.click();
  URL.revokeObjectURL(url);
}
