import type { Layer } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { choose, isShown, layerRows } from './state.js';

const layers: Layer[] = [
  { id: 1, name: 'Walls', visible: true },
  { id: 2, name: 'Day', visible: true, radioGroup: 0 },
  { id: 3, name: 'Night', visible: false, radioGroup: 0 },
];

test('layers are listed as the document orders them, under its headings', () => {
  const order = [
    {
      label: 'Light',
      children: [
        { id: 3, children: [] },
        { id: 2, children: [] },
      ],
    },
  ];
  expect(layerRows(layers, order).map(({ label, depth }) => [label, depth])).toEqual([
    ['Light', 0],
    ['Night', 1],
    ['Day', 1],
  ]);
});

test('without an order, all are listed; one that is nested without end stops', () => {
  expect(layerRows(layers, []).map(({ label }) => label)).toEqual(['Walls', 'Day', 'Night']);
  const loop: { label: string; children: unknown[] } = { label: 'a', children: [] };
  loop.children.push(loop);
  expect(layerRows([], [loop as never]).length).toBe(13);
});

test('of layers that exclude one another, showing one hides the others', () => {
  const chosen = choose(layers, {}, layers[2]!, true);
  expect(layers.map((layer) => isShown(layer, chosen))).toEqual([true, false, true]);
  expect(choose(layers, chosen, layers[0]!, false)).toEqual({ 1: false, 2: false, 3: true });
});
