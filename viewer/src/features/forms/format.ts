import type { FormField } from '@ode/engine/browser';
import { formatDate, parseDate } from './dates.js';
import { callOf, type Call } from './scripts.js';

/** How a field's value is shown, and whether it is one that its format takes. */
export interface Formatted {
  text: string;
  valid: boolean;
}

const DATES = [
  ...['m/d', 'm/d/yy', 'mm/dd/yy', 'mm/yy', 'd-mmm', 'd-mmm-yy', 'dd-mmm-yy', 'yy-mm-dd', 'mmm-yy', 'mmmm-yy', 'mmm d, yyyy'],
  ...['mmmm d, yyyy', 'm/d/yy h:MM tt', 'm/d/yy HH:MM'],
];
const TIMES = ['HH:MM', 'h:MM tt', 'HH:MM:ss', 'h:MM:ss tt'];

/** A value as the field's own format has it; as it is where there is none, or one that is not known. */
export function format(field: Pick<FormField, 'scripts'>, value: string): Formatted {
  const call = callOf(field.scripts?.format);
  if (!call || value.trim() === '') return { text: value, valid: true };
  const text = formatBy(call, value);
  return text === undefined ? { text: value, valid: true } : { text: text ?? value, valid: text !== null };
}

/** What a field's format takes: dates and times by a pattern, numbers, or something else. */
export function takenBy(field: Pick<FormField, 'scripts'>): { kind: 'date'; pattern: string } | { kind: 'number' | 'other' } {
  const { name = '', arguments: [first] = [] } = callOf(field.scripts?.format) ?? {};
  if (/^AF(Number|Percent)_/.test(name)) return { kind: 'number' };
  const pattern = typeof first === 'number' ? (name === 'AFTime_Format' ? TIMES : DATES)[first] : first;
  return /^AF(Date|Time)_/.test(name) && typeof pattern === 'string' ? { kind: 'date', pattern } : { kind: 'other' };
}

/** Null: the value is none of that kind. Undefined: the format is not known. */
function formatBy({ name, arguments: all }: Call, value: string): string | null | undefined {
  const number = (i: number) => (typeof all[i] === 'number' ? all[i] : 0);
  const string = (i: number) => (typeof all[i] === 'string' ? all[i] : '');
  switch (name) {
    case 'AFNumber_Format': {
      const amount = parseNumber(value);
      if (amount === null) return null;
      const digits = grouped(Math.abs(amount), number(0), number(1));
      const priced = all[5] === true ? string(4) + digits : digits + string(4);
      const isNegative = amount < 0 && /[1-9]/.test(digits);
      // Negative styles: 0 a minus, 1 red, 2 in parentheses, 3 both.
      return !isNegative ? priced : number(2) >= 2 ? `(${priced})` : number(2) === 1 ? priced : `-${priced}`;
    }
    case 'AFPercent_Format': {
      const amount = parseNumber(value);
      if (amount === null) return null;
      const digits = grouped(Math.abs(amount) * 100, number(0), number(1));
      return `${amount < 0 ? '-' : ''}${all[2] === true ? `%${digits}` : `${digits}%`}`;
    }
    case 'AFDate_FormatEx':
      return dateBy(string(0), value);
    case 'AFDate_Format':
      return DATES[number(0)] === undefined ? undefined : dateBy(DATES[number(0)]!, value);
    case 'AFTime_FormatEx':
      return dateBy(string(0), value);
    case 'AFTime_Format':
      return TIMES[number(0)] === undefined ? undefined : dateBy(TIMES[number(0)]!, value);
    case 'AFSpecial_Format':
      return special(number(0), value);
  }
  return undefined;
}

function dateBy(pattern: string, value: string): string | null | undefined {
  if (!pattern) return undefined;
  const date = parseDate(value, pattern);
  return date && formatDate(date, pattern);
}

/** What is meant by `1,234.5`, `1.234,5`, `(7)`, `$ 3` and `1'000`; null: no number. */
export function parseNumber(text: string): number | null {
  const bare = text
    .trim()
    .replace(/^\((.*)\)$/, '-$1')
    .replace(/[^\d.,\-−]/g, '')
    .replace('−', '-');
  const [comma, point] = [bare.lastIndexOf(','), bare.lastIndexOf('.')];
  const thousands = (sign: string) => bare.split(sign).length > 2 || new RegExp(`^-?[1-9]\\d{0,2}\\${sign}\\d{3}$`).test(bare);
  let plain = bare;
  if (comma >= 0 && point >= 0) plain = comma > point ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', '');
  else if (comma >= 0) plain = thousands(',') ? bare.replaceAll(',', '') : bare.replace(',', '.');
  else if (bare.split('.').length > 2) plain = bare.replaceAll('.', '');
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** Separators: 0 `1,234.5`, 1 `1234.5`, 2 `1.234,5`, 3 `1234,5`, 4 `1’234.5`. */
function grouped(amount: number, decimals: number, style: number): string {
  const places = Math.min(20, Math.max(0, Math.trunc(decimals)));
  // Halves are rounded up, as they are on paper: 1.005 is a little less than that in binary.
  const rounded = Number(`${Math.round(Number(`${amount}e${places}`))}e-${places}`);
  const [whole = '0', rest] = (Number.isFinite(rounded) ? rounded : amount).toFixed(places).split('.');
  const sign = [',', '', '.', '', '’'][style] ?? ',';
  const parts = sign ? whole.replace(/\B(?=(\d{3})+$)/g, sign) : whole;
  return rest ? parts + (style === 2 || style === 3 ? ',' : '.') + rest : parts;
}

/** 0 ZIP, 1 ZIP+4, 2 telephone, 3 social security: numbers of the United States. */
function special(kind: number, value: string): string | null | undefined {
  const digits = value.replace(/\D/g, '');
  const wanted = { 0: [5], 1: [9], 2: [10, 7], 3: [9] }[kind];
  if (!wanted) return undefined;
  if (!wanted.includes(digits.length)) return null;
  const cut = (...lengths: number[]) =>
    lengths.map((length, i) =>
      digits.substr(
        lengths.slice(0, i).reduce((a, b) => a + b, 0),
        length,
      ),
    );
  if (kind === 0) return digits;
  if (kind === 1) return cut(5, 4).join('-');
  if (kind === 3) return cut(3, 2, 4).join('-');
  const [area, ...rest] = digits.length === 10 ? cut(3, 3, 4) : ['', ...cut(3, 4)];
  return `${area ? `(${area}) ` : ''}${rest.join('-')}`;
}

const NUMERIC = /^[-+−()\d.,\s'’$€£¥%]*$/;

/** Whether a text may be typed into a field: those for numbers take no letters. */
export function accepts({ scripts }: Pick<FormField, 'scripts'>, text: string): boolean {
  const name = callOf(scripts?.keystroke)?.name;
  return name === 'AFNumber_Keystroke' || name === 'AFPercent_Keystroke' ? NUMERIC.test(text) : true;
}
