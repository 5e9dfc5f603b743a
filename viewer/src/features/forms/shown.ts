import type { FieldValue, FormField } from '@ode/engine/browser';
import { format } from './format.js';
import { sameValue, type Value } from './state.js';

/** What the engine is to show for a value; what the file has is shown as the file has it. */
export function shownValue(field: FormField, value: Value): FieldValue {
  const { id, type, options = [] } = field;
  if (sameValue(value, field.value)) return { id };
  const one = [value].flat()[0] ?? '';
  if (type === 'check' || type === 'radio') return { id, state: one || 'Off' };
  if (type === 'list') return { id, chosen: options.flatMap((option, i) => ([value].flat().includes(option.value) ? [i] : [])) };
  const text = type === 'combo' ? (options.find((option) => option.value === one)?.text ?? one) : one;
  return { id, text: format(field, text).text };
}
