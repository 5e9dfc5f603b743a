import { BeginGroupCommand, GroupFlag, Op } from '../display/commands';
import { closeGroup } from '../display/group-extent';
import { Blend, Paint, Pattern } from '../display/paint';
import { Interpreter } from './interpreter';
import { State } from './state';

/** Transparency groups in the list: those of forms, and those that painting operators imply. ISO 32000-2, 11.6.6 and 11.7.4.4. */

export function beginGroup(self: Interpreter, flags: u32, blend: Blend, alpha: f32): void {
  const command = self.list.add<BeginGroupCommand>(Op.BeginGroup);
  if (!command) return;
  // Until it ends it may reach as far as the clip.
  command.x0 = -Infinity;
  command.y0 = -Infinity;
  command.x1 = Infinity;
  command.y1 = Infinity;
  command.flags = flags;
  command.blend = blend;
  command.alpha = alpha;
}

/** Ends the group that began `from` bytes into the commands. */
export function endGroup(self: Interpreter, from: u32): void {
  const list = self.list;
  self.doc.fuel -= <i64>((list.commands.length - from) >> 6);
  closeGroup(list, from);
}

/** Whether filling and stroking in one operator is to be seen as one: the fill does not show through the stroke. 11.7.4.4. */
export function knocksOutFill(state: State, stroke: Paint | null): bool {
  if (!stroke) return false;
  const pattern = changetype<Pattern | null>(stroke.pattern);
  return stroke.alpha < 1 || state.blend != Blend.Normal || (pattern != null && pattern.blend != Blend.Normal);
}

/** Begins the group in which a stroke knocks out the fill under it. */
export function beginKnockout(self: Interpreter): void {
  beginGroup(self, GroupFlag.Knockout, Blend.Normal, 1);
}
