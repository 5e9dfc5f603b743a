/** Dates and times as the patterns of forms have them: `dd.mm.yyyy`, `mmm d, yyyy`, `h:MM tt`. A small m is a month, a large one minutes. */
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const PIECE = /d{1,4}|m{1,4}|yyyy|yy|H{1,2}|h{1,2}|M{1,2}|s{1,2}|tt?|\\?[\s\S]/g;

type Part = 'd' | 'm' | 'y' | 'H' | 'M' | 's';

/** The parts that a pattern has, in its order: the day of the week tells nothing. */
function partsOf(pattern: string): Part[] {
  const parts = (pattern.match(PIECE) ?? []).flatMap((piece): Part[] => {
    if (/^(d{1,2}|m+|y+|H+|M+|s+)$/.test(piece)) return [piece[0] as Part];
    return /^h+$/.test(piece) ? ['H'] : [];
  });
  return [...new Set(parts)];
}

/** A date as somebody has typed it, in the order of the pattern or as ISO 8601; null: there is no such date. In universal time. */
export function parseDate(text: string, pattern: string, now = new Date()): Date | null {
  const month = MONTHS.findIndex((name) => new RegExp(`\\b${name.slice(0, 3)}`, 'i').test(text));
  const numbers = [...text.matchAll(/\d+/g)].map(([digits]) => digits);
  let order = partsOf(pattern);
  if (/^\s*\d{4}-\d{1,2}-\d{1,2}/.test(text)) order = ['y', 'm', 'd', 'H', 'M', 's'];
  if (month >= 0) order = order.filter((part) => part !== 'm');
  // The year and the seconds may be left out.
  const whole = numbers.length === order.length ? order : order.filter((part, i) => i < numbers.length || (part !== 'y' && part !== 's'));
  if (!numbers.length || numbers.length > order.length || whole.length < numbers.length) return null;
  const found: Partial<Record<Part, number>> = month >= 0 ? { m: month + 1 } : {};
  numbers.forEach((digits, i) => (found[whole[i]!] = Number(digits)));
  const { m = 1, d = 1 } = found;
  let { y = now.getFullYear(), H = 0 } = found;
  const { M = 0, s = 0 } = found;
  const yearDigits = numbers[whole.indexOf('y')]?.length ?? 4;
  if (yearDigits <= 2) y += y < 50 ? 2000 : 1900;
  if (/p\.?m/i.test(text) && H < 12) H += 12;
  if (/a\.?m/i.test(text) && H === 12) H = 0;
  const date = new Date(Date.UTC(y, m - 1, d, H, M, s));
  const stands = date.getUTCMonth() === m - 1 && date.getUTCDate() === d && date.getUTCHours() === H && date.getUTCMinutes() === M;
  return stands && date.getUTCFullYear() === y ? date : null;
}

export function formatDate(date: Date, pattern: string): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const [month, hours] = [date.getUTCMonth(), date.getUTCHours()];
  const twelve = hours % 12 || 12;
  return pattern.replace(PIECE, (piece) => {
    switch (piece) {
      case 'd':
        return String(date.getUTCDate());
      case 'dd':
        return two(date.getUTCDate());
      case 'ddd':
        return DAYS[date.getUTCDay()]!.slice(0, 3);
      case 'dddd':
        return DAYS[date.getUTCDay()]!;
      case 'm':
        return String(month + 1);
      case 'mm':
        return two(month + 1);
      case 'mmm':
        return MONTHS[month]!.slice(0, 3);
      case 'mmmm':
        return MONTHS[month]!;
      case 'yy':
        return two(date.getUTCFullYear() % 100);
      case 'yyyy':
        return String(date.getUTCFullYear()).padStart(4, '0');
      case 'H':
        return String(hours);
      case 'HH':
        return two(hours);
      case 'h':
        return String(twelve);
      case 'hh':
        return two(twelve);
      case 'M':
        return String(date.getUTCMinutes());
      case 'MM':
        return two(date.getUTCMinutes());
      case 's':
        return String(date.getUTCSeconds());
      case 'ss':
        return two(date.getUTCSeconds());
      case 't':
        return hours < 12 ? 'a' : 'p';
      case 'tt':
        return hours < 12 ? 'am' : 'pm';
    }
    return piece.replace(/^\\/, '');
  });
}
