import { numberOf } from '../data/wording.js';
import './plots.css';

/** Names with numbers, the longest bar for the largest: a list, which needs no table beside it. */
export function BarList({ label, rows }: { label: string; rows: { key: string; name: React.ReactNode; note?: string; value: number }[] }) {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <ul className="bars" aria-label={label}>
      {rows.map(({ key, name, note, value }) => (
        <li key={key}>
          <div className="name">
            <span>{name}</span>
            <b>{numberOf(value)}</b>
          </div>
          <div className="track" aria-hidden="true">
            <div style={{ width: `${(100 * value) / most}%` }} />
          </div>
          {note && <p className="quiet">{note}</p>}
        </li>
      ))}
    </ul>
  );
}
