import type { Layer, LayerOrder } from '@ode/engine/browser';

/** A line of the list: a layer, or a heading. */
export interface LayerRow {
  layer: Layer | null;
  label: string;
  /** From 0. */
  depth: number;
}

/** A list is not nested deeper than this: the file says how deep, the screen has an end. */
const DEEPEST = 12;

/** The layers as the document wants them listed; all of them, in their own order, where it says nothing. */
export function layerRows(layers: readonly Layer[], order: readonly LayerOrder[]): LayerRow[] {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const rows: LayerRow[] = [];
  const list = (entries: readonly LayerOrder[], depth: number) => {
    for (const { id, label, children } of entries) {
      const layer = id === undefined ? null : (byId.get(id) ?? null);
      const text = layer?.name ?? label;
      if (text !== undefined) rows.push({ layer, label: text, depth });
      if (depth < DEEPEST) list(children, text === undefined ? depth : depth + 1);
    }
  };
  list(order, 0);
  return rows.length ? rows : layers.map((layer) => ({ layer, label: layer.name, depth: 0 }));
}

/** What the reader has chosen, by `Layer.id`: as `RenderOptions.layers` takes it. */
export type Choice = Readonly<Record<number, boolean>>;

export const isShown = (layer: Layer, chosen: Choice): boolean => chosen[layer.id] ?? layer.visible;

/** Shows or hides a layer; of those that exclude one another, showing one hides the rest. */
export function choose(layers: readonly Layer[], chosen: Choice, layer: Layer, shown: boolean): Choice {
  const next: Record<number, boolean> = { ...chosen, [layer.id]: shown };
  if (shown && layer.radioGroup !== undefined)
    for (const other of layers) if (other.id !== layer.id && other.radioGroup === layer.radioGroup) next[other.id] = false;
  return next;
}
