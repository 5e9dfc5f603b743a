const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const month = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortMonth = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });

export const numberOf = (value: number) => whole.format(value);
export const shortNumber = (value: number) => (Math.abs(value) < 10_000 ? whole.format(Math.round(value * 10) / 10) : short.format(value));
export const clockOf = (at: string | Date) => clock.format(new Date(at));
export const dayOf = (at: string | Date) => day.format(new Date(at));
/** Of a month such as `2026-11`. */
export const monthOf = (value: string) => month.format(new Date(`${value}-01T00:00:00Z`));
export const shortMonthOf = (value: string) => shortMonth.format(new Date(`${value}-01T00:00:00Z`));
export const exactTime = (at: string | Date) => exact.format(new Date(at));
export const percentOf = (share: number) => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

/** A span of time, of two units at most: `850 ms`, `4.2 s`, `3 min 20 s`, `5 h 12 min`, `3 d 4 h`. */
export function spanOf(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const pair = (of: number, large: string, within: number, small: string) => {
    const rest = Math.floor((seconds % of) / within);
    return `${Math.floor(seconds / of)} ${large}${rest ? ` ${rest} ${small}` : ''}`;
  };
  if (seconds < 3600) return pair(60, 'min', 1, 's');
  if (seconds < 86_400) return pair(3600, 'h', 60, 'min');
  return pair(86_400, 'd', 3600, 'h');
}

/** How long ago: `just now`, `4 min ago`. */
export function agoOf(at: string, now = Date.now()): string {
  const seconds = (now - Date.parse(at)) / 1000;
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return exactTime(at);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in powers of a thousand, to three digits. */
export function bytesOf(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** unit;
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toPrecision(3)} ${UNITS[unit]}`;
}
