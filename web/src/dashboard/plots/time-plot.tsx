import { scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line, stack } from 'd3-shape';
import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { clockOf, dayOf, shortNumber } from '../data/wording.js';
import { useWidth } from './use-width.js';
import { ValueAxis } from './value-axis.js';
import './plots.css';

export interface Series {
  key: string;
  label: string;
  /** A class that gives it its colour: see plots.css. */
  tone: string;
}

interface TimePlotProps {
  /** What it shows; with the numbers it is what a screen reader says. */
  label: string;
  kind: 'bars' | 'areas';
  series: Series[];
  /** In order of time, in equal steps. */
  rows: ({ at: string } & Record<string, number | string>)[];
  binSeconds: number;
  height?: number;
}

const MARGIN = { top: 10, right: 8, bottom: 24, left: 44 };

/** Numbers over time, stacked: as a picture, by arrow keys, and as a table. */
export function TimePlot({ label, kind, series, rows, binSeconds, height = 220 }: TimePlotProps) {
  const [frame, width] = useWidth();
  const [chosen, setChosen] = useState<number | null>(null);
  const hint = useId();
  const valueOf = (row: (typeof rows)[number], key: string) => Number(row[key] ?? 0);
  const most = Math.max(4, ...rows.map((row) => series.reduce((sum, { key }) => sum + valueOf(row, key), 0)));
  const x = scaleLinear([0, rows.length], [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear([0, most], [height - MARGIN.bottom, MARGIN.top]).nice(4);
  const layers = stack<(typeof rows)[number]>()
    .keys(series.map(({ key }) => key))
    .value(valueOf)(rows);
  const step = Math.max(1, Math.ceil(rows.length / Math.max(2, Math.floor(width / 90))));
  const timeOf = (at: string) => (binSeconds * rows.length > 36 * 3600 ? dayOf(at) : clockOf(at));
  const row = chosen === null ? null : rows[chosen];

  const point = (event: PointerEvent<SVGSVGElement>) => {
    const at = Math.floor(x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left));
    setChosen(at >= 0 && at < rows.length ? at : null);
  };
  const press = (event: KeyboardEvent) => {
    const now = chosen ?? rows.length - 1;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.key === 'Escape') setChosen(null);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(Math.min(rows.length - 1, Math.max(0, next)));
  };

  return (
    <figure className="plot">
      <div ref={frame} className="frame">
        {width > 0 && (
          <svg
            role="img"
            aria-label={`${label}. ${summaryOf(rows, series)}`}
            aria-describedby={hint}
            tabIndex={0}
            width={width}
            height={height}
            onPointerMove={point}
            onPointerLeave={() => setChosen(null)}
            onKeyDown={press}
            onBlur={() => setChosen(null)}
          >
            <ValueAxis scale={y} left={MARGIN.left} right={width - MARGIN.right} wordOf={shortNumber} />
            {rows.map(
              (one, index) =>
                index % step === 0 && (
                  <text key={one.at} className="time" x={x(index + 0.5)} y={height - 6} textAnchor={index === 0 ? 'start' : 'middle'}>
                    {timeOf(one.at)}
                  </text>
                ),
            )}
            {chosen !== null && (
              <rect className="chosen" x={x(chosen)} width={x(1) - x(0)} y={MARGIN.top} height={height - MARGIN.top - MARGIN.bottom} />
            )}
            {layers.map((layer, index) => (
              <g key={layer.key} className={series[index]?.tone}>
                {kind === 'bars' ? (
                  layer.map(
                    ([from, to], bin) =>
                      to > from && (
                        <rect
                          key={bin}
                          x={x(bin) + 0.75}
                          width={Math.max(1, x(1) - x(0) - 1.5)}
                          y={y(to)}
                          height={Math.max(1, y(from) - y(to))}
                          rx={Math.min(2, (x(1) - x(0)) / 4)}
                        />
                      ),
                  )
                ) : (
                  <>
                    <path
                      className="area"
                      d={
                        area<[number, number]>()
                          .x((_, bin) => x(bin + 0.5))
                          .y0(([from]) => y(from))
                          .y1(([, to]) => y(to))
                          .curve(curveMonotoneX)(layer.map(([from, to]) => [from, to])) ?? undefined
                      }
                    />
                    <path
                      className="edge"
                      d={
                        line<[number, number]>()
                          .x((_, bin) => x(bin + 0.5))
                          .y(([, to]) => y(to))
                          .curve(curveMonotoneX)(layer.map(([from, to]) => [from, to])) ?? undefined
                      }
                    />
                  </>
                )}
              </g>
            ))}
          </svg>
        )}
        {row && chosen !== null && (
          <div className="tip" style={{ left: Math.min(Math.max(x(chosen + 0.5), 90), Math.max(90, width - 90)) }}>
            <b>{spanWords(row.at, binSeconds)}</b>
            {series.map(({ key, label: name, tone }) => (
              <span key={key}>
                <i className={tone} />
                {name}
                <em>{shortNumber(valueOf(row, key))}</em>
              </span>
            ))}
          </div>
        )}
        <span className="unseen" id={hint}>
          Arrow keys go through the times.
        </span>
        <span className="unseen" aria-live="polite">
          {row && `${spanWords(row.at, binSeconds)}: ${series.map(({ key, label: name }) => `${name} ${valueOf(row, key)}`).join(', ')}`}
        </span>
      </div>
      <figcaption>
        <ul className="legend">
          {series.map(({ key, label: name, tone }) => (
            <li key={key}>
              <i className={tone} />
              {name}
            </li>
          ))}
        </ul>
        <details>
          <summary>As a table</summary>
          <div className="scroll" tabIndex={0} role="region" aria-label={`${label}, as a table`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  {series.map(({ key, label: name }) => (
                    <th key={key} scope="col" className="number">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[...rows].reverse().map((one) => (
                  <tr key={one.at}>
                    <th scope="row">{spanWords(one.at, binSeconds)}</th>
                    {series.map(({ key }) => (
                      <td key={key} className="number">
                        {shortNumber(valueOf(one, key))}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </figcaption>
    </figure>
  );
}

function spanWords(at: string, binSeconds: number): string {
  if (binSeconds >= 86_400) return dayOf(at);
  const end = new Date(Date.parse(at) + binSeconds * 1000);
  return binSeconds >= 3600
    ? `${dayOf(at)}, ${clockOf(at)} – ${clockOf(end)}`
    : `${clockOf(at)}${binSeconds > 60 ? ` – ${clockOf(end)}` : ''}`;
}

function summaryOf(rows: TimePlotProps['rows'], series: Series[]): string {
  const last = rows.at(-1);
  return series
    .map(({ key, label }) => {
      const values = rows.map((row) => Number(row[key] ?? 0));
      return `${label}: now ${shortNumber(Number(last?.[key] ?? 0))}, at most ${shortNumber(Math.max(0, ...values))}`;
    })
    .join('. ');
}
