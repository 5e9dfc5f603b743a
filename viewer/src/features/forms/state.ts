import type { Form, FormField, FormWidget } from '@ode/engine/browser';
import { createStore } from 'zustand/vanilla';
import type { Slice } from '../../core/context.js';
import type { MessageKey } from '../../messages/messages.js';

export type Value = string | readonly string[];

export interface FormsState {
  /** Tells this document's radio buttons from those of others in the same page. */
  group: string;
  /** What has been filled in, by the fields' ids. */
  values: Readonly<Record<number, Value>>;
  /** Fields of pages that have been shown, and on which pages they are. */
  places: ReadonlyMap<number, ReadonlySet<number>>;
  /** All fields, once something has been filled in. */
  form: Promise<Form> | null;
  /** What a reader is told about the form. */
  told: { key: MessageKey; values: Record<string, string> } | null;
}

let documents = 0;

export const FORMS: Slice<FormsState> = {
  name: 'forms',
  create: () =>
    createStore<FormsState>(() => ({ group: `ode-form-${++documents}`, values: {}, places: new Map(), form: null, told: null })),
};

export function valueOf(field: FormField, values: FormsState['values']): Value {
  return values[field.id] ?? field.value;
}

export const sameValue = (a: Value, b: Value): boolean =>
  typeof a === 'string' || typeof b === 'string' ? a === b : a.length === b.length && a.every((one, i) => one === b[i]);

/** Whether a control for it is there that the keyboard stops at. */
export function takesKeys({ type, id, readOnly, editable }: FormWidget): boolean {
  if (type === 'signature' || (type !== 'button' && !id)) return false;
  return !readOnly || type === 'text' || (type === 'combo' && editable === true);
}

/** The value that a click gives a check box or a radio button. */
export function clicked(widget: FormWidget, value: Value): string {
  if (value !== widget.on) return widget.on ?? '';
  return widget.type === 'radio' && widget.keepsOne ? (widget.on ?? '') : '';
}

/** The fields that a button resets (ISO 32000-2, 12.7.6.3). */
export function resetFields(fields: readonly FormField[], { fields: named, except }: { fields?: (number | string)[]; except?: boolean }) {
  if (!named) return [...fields];
  const isNamed = ({ id, name }: FormField) =>
    named.some((one) => (typeof one === 'number' ? one === id : name === one || name.startsWith(`${one}.`)));
  return fields.filter((field) => isNamed(field) !== (except === true));
}
