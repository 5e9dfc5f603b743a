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

/** Groups whose contents look the same whatever they are painted on. */

/**
 * Whether what follows in a list, up to the end of the group that it is in, has a blend mode that sees what lies behind the
 * group: one that is neither Normal nor `ignored`, and not in an isolated group (11.4.5). Annotations are no part of a page's group.
 */
export function blends(list: DisplayList, at: u32, ignored: Blend): bool {
  let open = 0; // groups
  let isolated = 0; // those of them that are in an isolated one
  for (; list.hasCommand(at); at += list.commandAt(at).size) {
    const command = list.commandAt(at);
    const op = command.op;
    if (op == Op.BeginAnnotation) break; // from here on the page lies on its paper
    if (op == Op.EndGroup) {
      if (!open) return false;
      open--;
      if (isolated) isolated--;
      continue;
    }
    if (!isolated) {
      const blend = blendOf(command);
      if (blend != Blend.Normal && blend != ignored) return true;
    }
    if (op == Op.BeginGroup) {
      open++;
      if (isolated || changetype<BeginGroupCommand>(command).flags & GroupFlag.Isolated) isolated++;
    }
  }
  return list.grows; // what is to come may blend
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
