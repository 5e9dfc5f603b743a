import { expect, test } from 'vitest';
import { calculated } from './calculate.js';
import { parseDate } from './dates.js';
import { accepts, format, parseNumber, takenBy } from './format.js';
import { callOf } from './scripts.js';

/** What Acrobat shows for these (JavaScript for Acrobat API Reference, AFNumber_Format and its kin). */
const shown = (script: string, value: string) => format({ scripts: { format: script } }, value);
const text = (script: string, value: string) => shown(script, value).text;

test('the calls of known functions are read, and nothing else', () => {
  expect(callOf('AFNumber_Format(2, 0, 0, 0, "\\u20ac ", true);')).toEqual({
    name: 'AFNumber_Format',
    arguments: [2, 0, 0, 0, '€ ', true],
  });
  expect(callOf(`AFSimple_Calculate("SUM", new Array ("a.b", "c"));`)?.arguments).toEqual(['SUM', ['a.b', 'c']]);
  expect(callOf(`AFSimple_Calculate('AVG', ['x'])`)?.arguments).toEqual(['AVG', ['x']]);
  for (const other of ['', 'app.alert(1)', 'AFNumber_Format(x)', 'AFNumber_Format(1); app.alert(1)', 'AFX("a', 'AFX(new Array("a")'])
    expect(callOf(other)).toBeNull();
});

test('numbers: separators, negative styles, currency, halves', () => {
  expect(text('AFNumber_Format(2, 0, 0, 0, "", true)', '1234567.891')).toBe('1,234,567.89');
  expect(text('AFNumber_Format(2, 2, 0, 0, " €", false)', '-1234,5')).toBe('-1.234,50 €');
  expect(text('AFNumber_Format(0, 1, 2, 0, "$", true)', '-1234.5')).toBe('($1235)');
  expect(text('AFNumber_Format(2, 1, 0, 0, "", true)', '1.005')).toBe('1.01');
  expect(text('AFNumber_Format(3, 3, 0, 0, "", true)', '0.5')).toBe('0,500');
  expect(text('AFPercent_Format(1, 0)', '0.125')).toBe('12.5%');
  expect(shown('AFNumber_Format(2, 0, 0, 0, "", true)', 'seven')).toEqual({ text: 'seven', valid: false });
  expect(shown('AFNumber_Format(2, 0, 0, 0, "", true)', '')).toEqual({ text: '', valid: true });
  expect(['1,234.5', '1.234,5', '1.234.567', '1,234', '(7)', '12 %', '$ 3', '1’000', '1,5'].map(parseNumber)).toEqual([
    ...[1234.5, 1234.5, 1234567, 1234, -7, 12, 3, 1000, 1.5],
  ]);
});

test('dates and times', () => {
  expect(text('AFDate_FormatEx("dd.mm.yyyy")', '3.9.24')).toBe('03.09.2024');
  expect(text('AFDate_FormatEx("mmm d, yyyy")', '12/25/1999')).toBe('Dec 25, 1999');
  expect(text('AFDate_FormatEx("dddd, d mmmm yyyy")', '2024-02-29')).toBe('Thursday, 29 February 2024');
  expect(text('AFDate_FormatEx("mm/dd/yyyy")', 'March 4 2025')).toBe('03/04/2025');
  expect(text('AFDate_Format(2)', '1/2/2003')).toBe('01/02/03');
  expect(shown('AFDate_FormatEx("mm/dd/yyyy")', '2/30/2024').valid).toBe(false);
  expect(shown('AFDate_FormatEx("mm/dd/yyyy")', 'soon').valid).toBe(false);
  expect(text('AFTime_Format(1)', '17:05')).toBe('5:05 pm');
  expect(text('AFTime_FormatEx("HH:MM:ss")', '5:05 pm')).toBe('17:05:00');
  expect(parseDate('12.5.', 'dd.mm.yyyy', new Date(2020, 1, 1))?.toISOString()).toBe('2020-05-12T00:00:00.000Z');
});

test('numbers of the United States', () => {
  expect(text('AFSpecial_Format(0)', '90210')).toBe('90210');
  expect(text('AFSpecial_Format(1)', '902101234')).toBe('90210-1234');
  expect(text('AFSpecial_Format(2)', '4155551234')).toBe('(415) 555-1234');
  expect(text('AFSpecial_Format(2)', '555-1234')).toBe('555-1234');
  expect(text('AFSpecial_Format(3)', '123456789')).toBe('123-45-6789');
  expect(shown('AFSpecial_Format(3)', '12')).toEqual({ text: '12', valid: false });
});

test('fields for numbers take no letters', () => {
  const numbers = { scripts: { keystroke: 'AFNumber_Keystroke(2, 0, 0, 0, "", true);' } };
  expect([accepts(numbers, '-1.5'), accepts(numbers, 'x'), accepts({}, 'x')]).toEqual([true, false, true]);
});

test('fields are calculated of others, of groups, and of calculated ones in the order that the form gives', () => {
  const field = (id: number, name: string, value: string, calculate?: string) =>
    ({ id, name, value, initial: '', type: 'text', readOnly: false, required: false, align: 'left', scripts: { calculate } }) as const;
  const fields = [
    field(9, 'total', '', 'AFSimple_Calculate("PRD", new Array("sum", "rate"))'),
    field(8, 'sum', '', 'AFSimple_Calculate("SUM", new Array("line"))'),
    field(1, 'line.a', '0.1'),
    field(2, 'line.b', '0.2'),
    field(3, 'rate', '3'),
    field(7, 'mean', '', 'AFSimple_Calculate("AVG", "line.a, line.b, rate")'),
    field(6, 'own', 'x', 'event.value = 1'),
  ];
  const found = calculated(fields, [8, 9], ({ value }) => value);
  expect(found.map(({ field, value }) => [field.name, value])).toEqual([
    ['sum', '0.3'],
    ['total', '0.9'],
    ['mean', '1.1'],
  ]);
});

test('what a format takes', () => {
  const taken = (script: string) => takenBy({ scripts: { format: script } });
  expect(taken('AFDate_FormatEx("dd.mm.yyyy");')).toEqual({ kind: 'date', pattern: 'dd.mm.yyyy' });
  expect([taken('AFDate_Format(2)'), taken('AFTime_Format(1)')]).toEqual([
    { kind: 'date', pattern: 'mm/dd/yy' },
    { kind: 'date', pattern: 'h:MM tt' },
  ]);
  expect([taken('AFPercent_Format(1, 0)'), taken('AFSpecial_Format(0)'), taken('AFDate_Format(99)')]).toEqual([
    { kind: 'number' },
    { kind: 'other' },
    { kind: 'other' },
  ]);
});
