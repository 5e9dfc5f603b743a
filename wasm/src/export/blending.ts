/**
 * What of a page's transparency (ISO 32000-2, 11.4) CSS can say, and what it cannot. To CSS every group that has a blend mode,
 * an opacity, a clip or a mask is isolated, and there is no knockout.
 */

/** What of a command has to do with groups. `at` and `end`: where it begins and ends in its list, in bytes. */
export type Layer = { end: number } & (
  | { op: 'save' | 'restore' | 'end-group' | 'begin-annotation' }
  | { op: 'soft-mask'; masks: boolean }
  | { op: 'begin-group'; blend: string; alpha: number; isolated: boolean; knockout: boolean }
  | { op: 'paint'; blend: string }
);

export interface Blending {
  /** The page's own contents blend in a way that must not see the paper: they are a group, on which annotations lie. */
  seesPaper: boolean;
  /** Groups that look like what is in them, by where their first commands end. */
  plain: ReadonlySet<number>;
  /** Groups that only a picture can show: where their first command ends, and their last. */
  pictures: ReadonlyMap<number, number>;
}

/** Of what has no groups, and only covers what is behind it. */
export const NO_BLENDING: Blending = { seesPaper: false, plain: new Set(), pictures: new Map() };

interface OpenGroup {
  at: number;
  isolated: boolean;
  knockout: boolean;
  /** It is painted as it is: with no blend mode, alpha or mask. */
  asIs: boolean;
  /** Something in it blends with what is behind the group, or would if the group were not isolated. */
  blends: boolean;
  paints: number;
  isBeyond: boolean;
  masks: boolean[];
}

export function blendingOf(layers: Iterable<Layer>): Blending {
  const out = { seesPaper: false, plain: new Set<number>(), pictures: new Map<number, number>() };
  const open: OpenGroup[] = [];
  /** Whether a soft mask is set, as it is saved. */
  let masks = [false];
  let isPage = true;
  const paint = (blend: string) => {
    const parent = open[open.length - 1];
    if (parent) parent.paints++;
    if (blend === 'normal') return;
    for (let i = open.length - 1; i >= 0; i--) {
      open[i]!.blends = true;
      if (open[i]!.isolated) return;
    }
    // Multiply gives the same on white as on nothing.
    if (isPage && blend !== 'multiply') out.seesPaper = true;
  };
  for (const layer of layers) {
    switch (layer.op) {
      case 'save':
        masks.push(masks[masks.length - 1]!);
        break;
      case 'restore':
        if (masks.length > 1) masks.pop();
        break;
      case 'soft-mask':
        masks[masks.length - 1] = layer.masks;
        break;
      case 'begin-annotation':
        isPage = false;
        break;
      case 'paint':
        paint(layer.blend);
        break;
      case 'begin-group': {
        paint(layer.blend);
        const asIs = layer.blend === 'normal' && layer.alpha >= 1 && !masks[masks.length - 1];
        open.push({ ...layer, at: layer.end, asIs, blends: false, paints: 0, isBeyond: false, masks });
        masks = [false];
        break;
      }
      case 'end-group': {
        const group = open.pop();
        if (!group) break;
        masks = group.masks;
        const knocksOut = group.knockout && group.paints > 1;
        const isPlain = group.asIs && !knocksOut && !(group.isolated && group.blends);
        if (isPlain) out.plain.add(group.at);
        const isBeyond = group.isBeyond || knocksOut || (!isPlain && !group.isolated && group.blends);
        const parent = open[open.length - 1];
        if (isBeyond && parent) parent.isBeyond = true;
        else if (isBeyond) out.pictures.set(group.at, layer.end);
      }
    }
  }
  return out;
}
