import type { Form, FormField } from '@ode/engine/browser';
import type { ViewerContext } from '../../core/context.js';
import { readOf } from '../text/runs.js';
import { calculated } from './calculate.js';
import { shownValue } from './shown.js';
import { FORMS, resetFields, valueOf, type Value } from './state.js';

type Change = readonly [field: FormField, value: Value];

/** Fills in fields: the engine shows them from now on, wherever they are. */
function fillAll(context: ViewerContext, changes: readonly Change[]): void {
  const fillable = changes.filter(([field]) => field.id > 0);
  if (!fillable.length) return;
  const slice = context.slice(FORMS);
  slice.setState(({ values }) => ({ values: { ...values, ...Object.fromEntries(fillable.map(([{ id }, value]) => [id, value])) } }));
  // Whoever draws after this is answered with the new values: workers do what they are asked in turn.
  void context.document.setFields(fillable.map(([field, value]) => shownValue(field, value))).catch(() => undefined);
  const { places } = slice.getState();
  const pages = new Set(fillable.flatMap(([{ id }]) => [...(places.get(id) ?? [])]));
  const read = readOf(context.document);
  for (const page of pages) {
    read.runs.forget(page);
    read.structure.forget(page);
  }
  context.store.setState(({ edits }) => ({
    edits: { ...edits, ...Object.fromEntries([...pages].map((page) => [page, (edits[page] ?? 0) + 1])) },
  }));
}

export function fill(context: ViewerContext, field: FormField, value: Value): void {
  fillAll(context, [[field, value]]);
}

/** What follows from a change: fields that are calculated from others. */
export async function settle(context: ViewerContext): Promise<void> {
  const form = await wholeForm(context);
  const { values } = context.slice(FORMS).getState();
  const found = calculated(form.fields, form.calculated, (field) => [valueOf(field, values)].flat());
  fillAll(
    context,
    found.map(({ field, value }) => [field, value]),
  );
}

export async function reset(context: ViewerContext, which: Parameters<typeof resetFields>[1] = {}): Promise<void> {
  const form = await wholeForm(context);
  const changes = resetFields(form.fields, which).filter(({ type }) => type !== 'button' && type !== 'signature');
  fillAll(
    context,
    changes.map((field) => [field, field.initial]),
  );
  await settle(context);
}

function wholeForm(context: ViewerContext): Promise<Form> {
  const slice = context.slice(FORMS);
  const form = slice.getState().form ?? context.document.form();
  if (!slice.getState().form) {
    slice.setState({ form });
    form.catch(() => slice.setState({ form: null })); // it is asked again at the next change
  }
  return form;
}

/** Remembers which fields a page has: it is drawn anew when they are filled in. */
export function placeFields(context: ViewerContext, page: number, fields: readonly FormField[]): void {
  const slice = context.slice(FORMS);
  const places = new Map(slice.getState().places);
  for (const { id } of fields) places.set(id, new Set([...(places.get(id) ?? []), page]));
  slice.setState({ places });
}
