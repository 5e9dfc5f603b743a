import { Blend, DisplayList, Op, Paint } from '../display/list';

/** The page as a group. ISO 32000-2, 11.4.7: it is isolated, and what comes of it is then painted on the paper. */

const WHITE: u32 = 0xffffffff;

/**
 * Whether a page has to be drawn on a surface without paper, since a blend mode sees the difference. Most do not: Normal never
 * does, and Multiply gives the same on white paper as on none, being linear in the backdrop.
 */
export function seesPaper(list: DisplayList, paper: u32): bool {
  const commands = list.commands;
  const end = commands.data + commands.length;
  let isolated = 0; // open groups, counted from the first isolated one
  for (let p = commands.data; p + 8 <= end; p += load<u32>(p, 4)) {
    const size = load<u32>(p, 4);
    if (size < 8 || p + size > end) return false;
    const op = <Op>load<u32>(p);
    if (op == Op.EndGroup) {
      if (isolated) isolated--;
    } else if (!isolated) {
      if (sees(blendOf(op, p), paper)) return true;
      if (op == Op.BeginGroup && load<u32>(p, 24) & 1) isolated = 1;
    } else if (op == Op.BeginGroup) isolated++;
  }
  return false;
}

// @ts-ignore: decorator
@inline function sees(blend: Blend, paper: u32): bool {
  return blend != Blend.Normal && (blend != Blend.Multiply || paper != WHITE);
}

/** The blend mode of a command; of the two of a text, the one that is not Normal. */
function blendOf(op: Op, p: usize): Blend {
  switch (op) {
    case Op.FillPath:
    case Op.StrokePath:
    case Op.Stencil:
      return paintBlend(load<u32>(p, 12));
    case Op.Glyphs: {
      const blend = paintBlend(load<u32>(p, 12));
      return blend != Blend.Normal ? blend : paintBlend(load<u32>(p, 16));
    }
    case Op.Image:
    case Op.Shade:
      return <Blend>load<u32>(p, 16);
    case Op.BeginGroup:
      return <Blend>load<u32>(p, 28);
  }
  return Blend.Normal;
}

// @ts-ignore: decorator
@inline function paintBlend(paint: u32): Blend {
  return paint ? changetype<Paint>(<usize>paint).blend : Blend.Normal;
}
