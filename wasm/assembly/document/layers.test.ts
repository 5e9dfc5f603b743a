import { describe, expect, test } from 'vitest';
import { TestDocument } from '../../test/document.js';
import { onePage } from '../../test/pdf-builder.js';

/** Layers: what the configuration (ISO 32000-2, 8.11.4.3) says of groups 20 to 23, and how they are listed. */
describe.each(['release', 'debug'])('%s', (target) => {
  const open = (config: string, groups: Record<number, string> = {}) =>
    TestDocument.of(
      target,
      onePage('', {
        catalog: `/OCProperties << /OCGs [20 0 R 21 0 R 22 0 R 23 0 R] /D << ${config} >> >>`,
        objects: Object.fromEntries([20, 21, 22, 23].map((n) => [n, `<< /Type /OCG /Name (${n}) ${groups[n] ?? ''} >>`])),
      }),
    );
  const visible = (doc: TestDocument) =>
    (doc.json('layers') as { id: number; visible: boolean }[]).flatMap((l) => (l.visible ? [l.id] : []));

  test('usage: each event has its own states, where /AS asks for them (8.11.4.4)', async () => {
    const groups = {
      20: '/Usage << /View << /ViewState /ON >> /Print << /PrintState /OFF >> >>',
      21: '/Usage << /View << /ViewState /OFF >> /Print << /PrintState /ON >> /Export << /ExportState /OFF >> >>',
      22: '/Usage << /View << /ViewState /OFF >> >>',
    };
    const all = '/OCGs [20 0 R 21 0 R 23 0 R]';
    const doc = await open(
      `/OFF [20 0 R] /AS [<< /Event /View ${all} /Category [/View] >> << /Event /Print ${all} /Category [/Print] >> << /Event /Export ${all} /Category [/Export] >>]`,
      groups,
    );
    expect(visible(doc)).toEqual([20, 22, 23]); // 22 is in no usage application
    doc.useLayers(1);
    expect(visible(doc)).toEqual([21, 22, 23]);
    doc.useLayers(2);
    expect(visible(doc)).toEqual([22, 23]); // 20, of which nothing is said, stays off
    expect(visible(await open('', groups))).toEqual([20, 21, 22, 23]);
    const two = { 20: '/Usage << /View << /ViewState /ON >> /Print << /PrintState /OFF >> >>' };
    expect(visible(await open(`/AS [<< /Event /View ${all} /Category [/View /Print] >>]`, two))).toEqual([21, 22, 23]); // one OFF is enough
  });

  test('usage: from a magnification on, and below another', async () => {
    const doc = await open('/AS [<< /Event /View /OCGs [20 0 R 21 0 R] /Category [/Zoom] >>]', {
      20: '/Usage << /Zoom << /min 2 >> >>',
      21: '/Usage << /Zoom << /max 2 >> >>',
    });
    expect(visible(doc)).toEqual([21, 22, 23]);
    expect(doc.useLayers(0, 2)).toBe(true);
    expect(visible(doc)).toEqual([20, 22, 23]);
    expect(doc.useLayers(1, 2)).toBe(false); // not for print
    expect(visible(doc)).toEqual([20, 21, 22, 23]);
  });

  test('a group whose intent the configuration does not have hides nothing (8.11.2.3)', async () => {
    const groups = { 20: '/Intent /Design', 21: '/Intent [/Design /View]' };
    expect(visible(await open('/BaseState /OFF', groups))).toEqual([20]);
    expect(visible(await open('/BaseState /OFF /Intent /Design', groups))).toEqual([22, 23]);
    expect(visible(await open('/BaseState /OFF /Intent /All', groups))).toEqual([]);
  });

  test('some are locked, and of some one is shown at most (table 99)', async () => {
    const doc = await open('/Locked [21 0 R] /RBGroups [[20 0 R 22 0 R] [21 0 R 22 0 R]]');
    expect(doc.json('layers')).toEqual([
      { id: 20, name: '20', visible: true, radioGroup: 0 },
      { id: 21, name: '21', visible: true, locked: true, radioGroup: 1 },
      { id: 22, name: '22', visible: true, radioGroup: 0 },
      { id: 23, name: '23', visible: true },
    ]);
  });

  test('their order: groups, what hangs on them, and headings', async () => {
    const doc = await open('/Order [20 0 R [21 0 R [22 0 R]] [(Heading) 23 0 R [(Inner) 20 0 R]] [22 0 R] 5 null]');
    expect(doc.json('layerOrder')).toEqual([
      { id: 20, children: [{ id: 21, children: [{ id: 22, children: [] }] }] },
      {
        label: 'Heading',
        children: [
          { id: 23, children: [] },
          { label: 'Inner', children: [{ id: 20, children: [] }] },
        ],
      },
      { children: [{ id: 22, children: [] }] },
    ]);
    expect((await open('')).json('layerOrder')).toEqual([]);
  });

  test('an order inside itself ends', async () => {
    const file = onePage('', {
      catalog: '/OCProperties << /OCGs [] /D << /Order 30 0 R >> >>',
      objects: { 30: '[30 0 R 30 0 R]' },
    });
    const text = JSON.stringify((await TestDocument.of(target, file)).json('layerOrder'));
    expect(text.length).toBeLessThan(1 << 22);
  });
});
