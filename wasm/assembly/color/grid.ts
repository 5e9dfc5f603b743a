import { pop, push } from '../memory/stack';
import { spend, Store } from '../syntax/store';
import { ColorSpace, maxOf, minOf, SpaceKind, toRgb } from './space';

/**
 * The colours of a space at the nodes of a grid over its values. Images of many pixels find theirs between the nodes, as colour
 * management modules do; anything else is converted exactly.
 */

/** Nodes a dimension, by the number of components, 3 or 4. */
export function sideOf(components: u32): u32 {
  return components == 3 ? 33 : 17;
}

/** Whether a grid is of use for an image of so many pixels: whether making it takes less than they do. */
export function pays(space: ColorSpace, pixels: u64): bool {
  const n = space.components;
  if (n < 3 || n > 4 || (space.kind != SpaceKind.Icc && space.kind != SpaceKind.Tint && space.kind != SpaceKind.Lab)) return false;
  return pixels > 2 * <u64>nodesOf(n);
}

function nodesOf(components: u32): u32 {
  const side = sideOf(components);
  let nodes: u32 = 1;
  for (let i: u32 = 0; i < components; i++) nodes *= side;
  return nodes;
}

/** Colours (u32 each, 0x00BBGGRR), the last component's neighbours side by side; 0: memory or fuel is out. */
export function gridOf(doc: Store, space: ColorSpace): usize {
  if (space.grid && space.gridIntent == doc.intent) return space.grid;
  const n = space.components;
  const nodes = nodesOf(n);
  if (!spend(doc, <i32>nodes)) return 0;
  const grid = space.grid ? space.grid : doc.cache.allocRaw((<usize>nodes) << 2);
  if (!grid) return 0;
  const side = sideOf(n);
  const values = push(128);
  memory.fill(values, 0, 128);
  for (let node: u32 = 0; node < nodes; node++) {
    let rest = node;
    for (let i = <i32>n - 1; i >= 0; i--) {
      const least = minOf(space, i);
      store<f32>(values + ((<usize>i) << 2), <f32>(least + ((maxOf(space, i) - least) * <f64>(rest % side)) / <f64>(side - 1)));
      rest /= side;
    }
    store<u32>(grid + ((<usize>node) << 2), toRgb(space, values));
  }
  pop(values);
  space.grid = grid;
  space.gridIntent = doc.intent;
  return grid;
}
