import type { ScaleLinear } from 'd3-scale';

interface ValueAxisProps {
  scale: ScaleLinear<number, number>;
  /** Where its lines begin and end, in CSS pixels. */
  left: number;
  right: number;
  wordOf: (value: number) => string;
}

/** Lines across a plot, with the values that they stand for. */
export function ValueAxis({ scale, left, right, wordOf }: ValueAxisProps) {
  return scale.ticks(4).map((tick) => (
    <g key={tick} className="tick">
      <line x1={left} x2={right} y1={scale(tick)} y2={scale(tick)} />
      <text x={left - 8} y={scale(tick)} dy="0.32em" textAnchor="end">
        {wordOf(tick)}
      </text>
    </g>
  ));
}
