import { scaleLinear } from 'd3-scale';
import { monthOf, shortMonthOf } from '../data/wording.js';
import { useWidth } from './use-width.js';
import { ValueAxis } from './value-axis.js';
import './plots.css';

interface MonthPlotProps {
  label: string;
  /** In order of time. */
  rows: { month: string; value: number }[];
  /** What may be used in a month; null: anything. */
  limit: number | null;
  wordOf: (value: number) => string;
  height?: number;
}

const MARGIN = { top: 14, right: 8, bottom: 24, left: 64 };

/** A bar for each month, and a line where the limit is. The numbers themselves stand in the list below it. */
export function MonthPlot({ label, rows, limit, wordOf, height = 200 }: MonthPlotProps) {
  const [frame, width] = useWidth();
  const most = Math.max(1, limit ?? 0, ...rows.map(({ value }) => value));
  const x = scaleLinear([0, Math.max(6, rows.length)], [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear([0, most], [height - MARGIN.bottom, MARGIN.top]).nice(4);
  const step = x(1) - x(0);
  const bar = Math.min(56, step * 0.7);
  const last = rows.at(-1);
  return (
    <figure className="plot">
      <div ref={frame} className="frame">
        {width > 0 && (
          <svg
            role="img"
            aria-label={`${label}. ${last ? `${monthOf(last.month)}: ${wordOf(last.value)}` : ''}${limit === null ? '' : `, of ${wordOf(limit)} allowed`}`}
            width={width}
            height={height}
          >
            <ValueAxis scale={y} left={MARGIN.left} right={width - MARGIN.right} wordOf={wordOf} />
            {rows.map(({ month, value }, index) => (
              <g key={month} className="tone-good">
                <title>{`${monthOf(month)}: ${wordOf(value)}`}</title>
                <rect x={x(index + 0.5) - bar / 2} width={bar} y={y(value)} height={Math.max(1, y(0) - y(value))} rx="3" />
                <text className="time" x={x(index + 0.5)} y={height - 6} textAnchor="middle">
                  {step > 44 || index % 3 === 0 ? shortMonthOf(month) : ''}
                </text>
              </g>
            ))}
            {limit !== null && <line className="limit" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(limit)} y2={y(limit)} />}
          </svg>
        )}
      </div>
    </figure>
  );
}
