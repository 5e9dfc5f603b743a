import {
  BeginGroupCommand,
  Command,
  FillPathCommand,
  GlyphsCommand,
  GroupFlag,
  ImageCommand,
  Op,
  ShadeCommand,
  StencilCommand,
  StrokePathCommand,
} from '../display/commands';
import { DisplayList } from '../display/list';
import { Blend, Paint } from '../display/paint';

/** The page as a group. ISO 32000-2, 11.4.7: it is isolated, and what comes of it is then painted on the paper. */

const WHITE: u32 = 0xffffffff;

/**
 * Whether a page has to be drawn on a surface without paper, since a blend mode sees the difference. Most do not: Normal never
 * does, and Multiply gives the same on white paper as on none, being linear in the backdrop.
 */
export function seesPaper(list: DisplayList, paper: u32): bool {
  let isolated = 0; // open groups, counted from the first isolated one
  for (let at: u32 = 0; list.hasCommand(at); at += list.commandAt(at).size) {
    const command = list.commandAt(at);
    const op = command.op;
    if (op == Op.EndGroup) {
      if (isolated) isolated--;
    } else if (!isolated) {
      if (sees(blendOf(command), paper)) return true;
      if (op == Op.BeginGroup && changetype<BeginGroupCommand>(command).flags & GroupFlag.Isolated) isolated = 1;
    } else if (op == Op.BeginGroup) isolated++;
  }
  return false;
}

// @ts-ignore: decorator
@inline function sees(blend: Blend, paper: u32): bool {
  return blend != Blend.Normal && (blend != Blend.Multiply || paper != WHITE);
}

/** The blend mode of a command; of the two of a text, the one that is not Normal. */
function blendOf(command: Command): Blend {
  switch (command.op) {
    case Op.FillPath:
      return changetype<FillPathCommand>(command).paint.blend;
    case Op.StrokePath:
      return changetype<StrokePathCommand>(command).paint.blend;
    case Op.Stencil:
      return changetype<StencilCommand>(command).paint.blend;
    case Op.Glyphs: {
      const glyphs = changetype<GlyphsCommand>(command);
      const blend = blendOfPaint(glyphs.paint);
      return blend != Blend.Normal ? blend : blendOfPaint(glyphs.strokePaint);
    }
    case Op.Image:
      return changetype<ImageCommand>(command).blend;
    case Op.Shade:
      return changetype<ShadeCommand>(command).blend;
    case Op.BeginGroup:
      return changetype<BeginGroupCommand>(command).blend;
  }
  return Blend.Normal;
}

// @ts-ignore: decorator
@inline function blendOfPaint(paint: Paint | null): Blend {
  return paint ? paint.blend : Blend.Normal;
}
