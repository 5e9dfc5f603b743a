import type { FormField, FormWidget } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { shownValue } from './shown.js';
import { clicked, resetFields } from './state.js';

const field = (more: Partial<FormField>): FormField => ({
  ...{ id: 1, type: 'text', name: 'a', value: '', initial: '', readOnly: false, required: false, align: 'left' },
  ...more,
});

test('what the engine is to show', () => {
  const options = [
    { value: 'de', text: 'Germany' },
    { value: 'fr', text: 'France' },
  ];
  expect(shownValue(field({ value: 'x' }), 'x')).toEqual({ id: 1 });
  expect(shownValue(field({ value: 'x' }), '')).toEqual({ id: 1, text: '' });
  expect(shownValue(field({ scripts: { format: 'AFNumber_Format(2, 0, 0, 0, "", true)' } }), '7')).toEqual({ id: 1, text: '7.00' });
  expect(shownValue(field({ type: 'combo', options }), 'fr')).toEqual({ id: 1, text: 'France' });
  expect(shownValue(field({ type: 'combo', options }), 'other')).toEqual({ id: 1, text: 'other' });
  expect(shownValue(field({ type: 'list', options, value: [] }), ['fr', 'de'])).toEqual({ id: 1, chosen: [0, 1] });
  expect(shownValue(field({ type: 'check', value: 'Yes' }), '')).toEqual({ id: 1, state: 'Off' });
});

test('a click turns a check box on and off, and a radio button off only where none may be on', () => {
  const widget = (more: Partial<FormWidget>) => ({ ...field({}), widget: 2, rect: [0, 0, 1, 1], on: 'Yes', ...more }) as FormWidget;
  expect([clicked(widget({ type: 'check' }), ''), clicked(widget({ type: 'check' }), 'Yes')]).toEqual(['Yes', '']);
  expect([clicked(widget({ type: 'radio', keepsOne: true }), 'Yes'), clicked(widget({ type: 'radio' }), 'Yes')]).toEqual(['Yes', '']);
});

test('a button resets what it names, groups too, or all but that', () => {
  const fields = [field({ id: 1, name: 'a' }), field({ id: 2, name: 'b.c' }), field({ id: 3, name: 'b.d' })];
  const ids = (which: Parameters<typeof resetFields>[1]) => resetFields(fields, which).map(({ id }) => id);
  expect([ids({}), ids({ fields: [1, 'b.d'] }), ids({ fields: ['b'] }), ids({ fields: ['b'], except: true })]).toEqual([
    [1, 2, 3],
    [1, 3],
    [2, 3],
    [1],
  ]);
});
