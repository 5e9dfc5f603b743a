import type { FormField } from '@ode/engine/browser';
import { parseNumber } from './format.js';
import { callOf } from './scripts.js';

/** Puts numbers together; of none, 0. */
const FUNCTIONS: Record<string, (values: number[]) => number> = {
  SUM: (values) => values.reduce((a, b) => a + b, 0),
  PRD: (values) => (values.length ? values.reduce((a, b) => a * b, 1) : 0),
  AVG: (values) => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : 0),
  MIN: (values) => (values.length ? Math.min(...values) : 0),
  MAX: (values) => (values.length ? Math.max(...values) : 0),
};

/** The fields that `AFSimple_Calculate` makes of others, with their new values, in the order in which they depend on one another. */
export function calculated(
  fields: readonly FormField[],
  order: readonly number[],
  valueOf: (field: FormField) => string | string[],
): { field: FormField; value: string }[] {
  const found: { field: FormField; value: string }[] = [];
  const values = new Map(fields.map((field) => [field.id, [valueOf(field)].flat()[0] ?? '']));
  const place = (field: FormField) => (order.includes(field.id) ? order.indexOf(field.id) : Infinity);
  const dependent = fields.filter(({ scripts }) => scripts?.calculate).sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  for (const field of dependent) {
    const call = callOf(field.scripts!.calculate);
    const [name, operands] = call?.name === 'AFSimple_Calculate' ? call.arguments : [];
    const put = typeof name === 'string' ? FUNCTIONS[name] : undefined;
    if (!put) continue;
    const names = (Array.isArray(operands) ? operands : String(operands ?? '').split(',')).map((one) => one.trim()).filter(Boolean);
    // The name of a group stands for all that it holds.
    const meant = fields.filter((other) => names.some((one) => other.name === one || other.name.startsWith(`${one}.`)));
    const sum = put(meant.map(({ id }) => parseNumber(values.get(id)!) ?? 0));
    const value = String(Math.round(sum * 1e6) / 1e6);
    if (values.get(field.id) === value) continue;
    values.set(field.id, value);
    found.push({ field, value });
  }
  return found;
}
