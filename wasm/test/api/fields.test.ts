import { openDocument, type FieldValue, type FormWidget } from '@ode/engine';
import { expect, test } from 'vitest';
import { onePage } from '../pdf-builder.js';

/** A form of one page, 200 × 100 points: y in the file is 100 - y in the picture. */
const state = (gray: number) => ({ dict: '/Type /XObject /Subtype /Form /BBox [0 0 10 10]', stream: `${gray} g 0 0 10 10 re f` });
const form = (fields: Record<number, string>, { order = '', acro = '', structure = '' } = {}) => {
  const numbers = Object.keys(fields);
  return onePage('', {
    page: `${order} /Annots [${numbers.map((n) => `${n} 0 R`).join(' ')}]`,
    catalog: `/AcroForm << /Fields [${numbers.map((n) => `${n} 0 R`).join(' ')}] /DA (/F1 10 Tf 0 g) /DR << /Font << /F1 5 0 R >> >> ${acro} >> ${structure}`,
    objects: {
      ...Object.fromEntries(numbers.map((n) => [n, `<< /Type /Annot /Subtype /Widget ${fields[Number(n)]} >>`])),
      90: state(0),
      91: state(0.6),
      92: { dict: '/Type /XObject /Subtype /Form /BBox [0 0 100 20]', stream: '1 0 0 rg 0 0 100 20 re f' },
    },
  });
};

async function count(hits: AsyncIterable<unknown>): Promise<number> {
  let n = 0;
  for await (const _ of hits) n++;
  return n;
}

test('a page tells of its fields, as the file has them', async () => {
  const doc = await openDocument(
    form({
      10: '/FT /Tx /T (name) /TU (Your name) /V (Ada) /DV (Nobody) /MaxLen 8 /Ff 3 /Q 2 /Rect [10 10 110 30] /DA (/F1 9 Tf 1 0 0 rg) /AA << /F << /S /JavaScript /JS (AFNumber_Format\\(2\\);) >> >>',
      11: '/FT /Ch /T (country) /Ff 393216 /V (de) /Opt [[(de) (Germany)] [(fr) (France)]] /Rect [10 40 60 60]',
      12: '/FT /Btn /T (agree) /AS /Yes /V /Yes /AP << /N << /Yes 90 0 R /Off 91 0 R >> >> /Rect [70 40 80 50]',
      13: '/FT /Btn /T (again) /Ff 65536 /MK << /CA (Reset) >> /A << /S /ResetForm /Fields [(name) 11 0 R] /Flags 1 >> /Rect [90 40 120 50]',
      14: '/FT /Tx /T (hidden) /F 2 /Rect [0 0 1 1]',
    }),
  );
  const fields = await doc.fields(0);
  expect(fields).toMatchObject([
    {
      ...{ id: 10, type: 'text', name: 'name', label: 'Your name', value: 'Ada', initial: 'Nobody', readOnly: true, required: true },
      ...{ maxLength: 8, align: 'right', fontSize: 9, color: [255, 0, 0], rect: [10, 70, 110, 90] },
      scripts: { format: 'AFNumber_Format(2);' },
    },
    {
      type: 'combo',
      editable: true,
      value: 'de',
      options: [
        { value: 'de', text: 'Germany' },
        { value: 'fr', text: 'France' },
      ],
    },
    { type: 'check', on: 'Yes', value: 'Yes' },
    { type: 'button', caption: 'Reset', action: { kind: 'reset', fields: ['name', 11], except: true } },
  ]);
  expect(fields).toHaveLength(4);
  expect((await doc.form()).fields.map(({ name }) => name)).toEqual(['name', 'country', 'agree', 'again', 'hidden']);
  await doc.close();
});

test('fields are gone through as they are listed, by rows, by columns, or as the structure has them', async () => {
  const at = (x: number, y: number, name: string) => `/FT /Tx /T (${name}) /Rect [${x} ${y} ${x + 20} ${y + 10}]`;
  const fields = { 10: at(50, 11, 'd'), 11: at(10, 50, 'a'), 12: at(50, 52, 'b'), 13: at(10, 10, 'c') };
  const names = async (order: string, structure = '') => {
    const doc = await openDocument(form(fields, { order, structure }));
    const all = (await doc.fields(0)).map(({ name }: FormWidget) => name).join('');
    await doc.close();
    return all;
  };
  expect(await names('')).toBe('dabc');
  expect(await names('/Tabs /R')).toBe('abcd');
  expect(await names('/Tabs /C')).toBe('acbd');
  const objects = [13, 11, 12].map((n) => `<< /S /Form /K << /Type /OBJR /Obj ${n} 0 R /Pg 3 0 R >> >>`).join(' ');
  expect(await names('/Tabs /S', `/StructTreeRoot << /K [${objects}] >>`)).toBe('cabd');
});

test('what is filled in is drawn, read and found instead of what the file has, until it is taken back', async () => {
  const box = '/MK << /BG [0 0 1] >>';
  const doc = await openDocument(
    form({
      10: `/FT /Tx /T (name) /V (Ada) /Rect [0 80 100 100] ${box} /AP << /N 92 0 R >>`,
      12: '/FT /Btn /T (agree) /AS /Off /AP << /N << /Yes 90 0 R /Off 91 0 R >> >> /Rect [100 90 110 100]',
      15: `/FT /Ch /T (list) /Opt [(One) (Two) (Three)] /Rect [0 0 50 60] ${box}`,
    }),
  );
  const look = async (...places: [x: number, y: number][]) => {
    const { data, width } = await doc.renderPage(0);
    return places.map(([x, y]) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)]);
  };
  const [RED, BLUE, CHOSEN] = [
    [255, 0, 0],
    [0, 0, 255],
    [153, 193, 218],
  ];
  const places: [number, number][] = [
    [98, 2],
    [105, 5],
    [48, 45],
    [48, 58],
  ];
  expect(await look(...places)).toEqual([RED, [153, 153, 153], BLUE, BLUE]);
  const values: FieldValue[] = [
    { id: 10, text: 'Grace Ω' },
    { id: 12, state: 'Yes' },
    { id: 15, chosen: [0] },
  ];
  await doc.setFields(values);
  expect(await look(...places)).toEqual([BLUE, [0, 0, 0], CHOSEN, BLUE]);
  const text = async () => (await doc.pageTextRuns(0, { annotations: true })).map((run) => run.text).join('|');
  expect(await text()).toContain('Grace');
  expect(await count(doc.find('grace'))).toBe(1);
  await doc.setFields([
    { id: 10, text: '' },
    { id: 15, chosen: [1] },
  ]);
  expect((await look(...places))[2]).toEqual(BLUE);
  expect((await look(...places))[3]).toEqual(CHOSEN);
  expect(await text()).not.toContain('Grace');
  expect(await count(doc.find('grace'))).toBe(0);
  await doc.setFields([{ id: 10 }, { id: 12 }, { id: 15 }]);
  expect(await look(...places)).toEqual([RED, [153, 153, 153], BLUE, BLUE]);
  await doc.close();
});

test('values that nothing can be done with change nothing', async () => {
  const doc = await openDocument(form({ 10: '/FT /Tx /T (name) /V (Ada) /Rect [0 80 100 100]' }));
  await doc.setFields([
    { id: 0, text: 'x' },
    { id: 4, text: 'x' },
    { id: 99_999_999, state: '' },
    { id: 10, chosen: [-1, 2 ** 31 - 1] },
    { id: 10, text: 'y'.repeat(1e5) },
  ]);
  expect((await doc.pageTextRuns(0, { annotations: true }))[0]!.text).toMatch(/^y/);
  expect(doc.warnings).toEqual([]);
  await doc.close();
});
