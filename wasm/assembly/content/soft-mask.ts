import { parseColorSpace, toRgb, initialColor } from '../color/space';
import { transferTable } from '../color/transfer';
import { Op, SoftMaskCommand } from '../display/commands';
import { DisplayList } from '../display/list';
import { SoftMask } from '../display/paint';
import { Matrix } from '../geometry/matrix';
import { Rectangle } from '../geometry/rectangle';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, numberOf, Obj, rawGet } from '../syntax/object';
import { at, get, getMatrix, getName, getRect } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { boundsOf } from './annotation-place';
import { Frame } from './frame';
import { Interpreter, MAX_NESTING } from './interpreter';
import { paintForm } from './xobject';

/** A mask's list that is being made: lies under the frame of the group. */
@unmanaged
class MaskFrame extends Frame {
  /** Where the `SoftMaskCommand` is in the outer list. */
  command: u32;
  /** There was a mask before. */
  replaces: bool;
  /** A group that paints nothing hides all. */
  mayBeEmpty: bool;
}

/** Sets the soft mask of a graphics state parameter dictionary: a dictionary, or /None. ISO 32000-2, 11.6.5. */
export function setSoftMask(self: Interpreter, o: Obj): void {
  const state = self.state;
  const mask = kindOf(o) == Kind.Dict ? buildMask(self, o) : 0;
  if (!mask && !state.softMask) return;
  state.softMask = mask;
  const command = self.list.add<SoftMaskCommand>(Op.SetSoftMask);
  if (command) command.mask = changetype<SoftMask | null>(mask);
}

function buildMask(self: Interpreter, dict: Obj): usize {
  const doc = self.doc;
  const form = get(doc, dict, Name.G);
  if (kindOf(form) != Kind.Stream) return 0;
  if (self.nesting >= MAX_NESTING) {
    warn(doc, Warning.NestingTooDeep);
    return 0;
  }
  const p = self.arena.alloc(offsetof<SoftMask>());
  const list = DisplayList.create(self.arena);
  if (!p || !list) return 0;
  list.width = self.list.width;
  list.height = self.list.height;
  const mask = changetype<SoftMask>(p);
  mask.list = changetype<usize>(list);
  mask.luminosity = getName(doc, dict, Name.S) == Name.Luminosity;
  if (mask.luminosity) mask.backdrop = backdropOf(self, dict, form);
  mask.transfer = transferTable(doc, self.arena, get(doc, dict, Name.TR));
  readBounds(self, form, mask);
  const row = Frame.row<MaskFrame>();
  const inner = row ? self.enterList(list) : null;
  if (!inner) {
    if (row) row.destroy();
    return 0;
  }
  row!.onEnd = endMask.index;
  row!.command = self.list.commands.length;
  row!.replaces = self.state.softMask != 0;
  row!.mayBeEmpty = !mask.luminosity || get(doc, dict, Name.BC) != 0;
  inner.push(row!);
  inner.resources = self.resources;
  inner.base.copy(self.base);
  inner.state.ctm.copy(self.state.ctm);
  paintForm(inner, form);
  return p;
}

/**
 * `onEnd` of a mask. Acrobat, Ghostscript, MuPDF, PDFium and pdf.js take no notice of a group that says nothing: by 11.5.3 it
 * would hide all that is painted through it.
 */
function endMask(self: Interpreter, row: MaskFrame): void {
  const outer = self.outer!;
  if (row.mayBeEmpty || paints(self.list) || !outer.list.hasCommand(row.command)) return;
  if (row.replaces) changetype<SoftMaskCommand>(outer.list.commandAt(row.command)).mask = null;
  else outer.list.commands.length = row.command;
  outer.state.softMask = 0;
}

/** Whether a command of a list paints. */
function paints(list: DisplayList): bool {
  for (let at: u32 = 0; list.hasCommand(at); at += list.commandAt(at).size) {
    const op = list.commandAt(at).op;
    if (op == Op.FillPath || op == Op.StrokePath || (op >= Op.Glyphs && op <= Op.Shade)) return true;
  }
  return false;
}

/** /BC in the group's colour space; black where it is not given. Table 142. */
function backdropOf(self: Interpreter, dict: Obj, form: Obj): u32 {
  const doc = self.doc;
  const space = parseColorSpace(doc, rawGet(get(doc, form, Name.Group), Name.CS), self.resources);
  if (!space || space.components > 32) return 0;
  const values = push(128);
  const color = get(doc, dict, Name.BC);
  initialColor(space, values);
  if (kindOf(color) == Kind.Array)
    for (let i: u32 = 0; i < space.components; i++) store<f32>(values + ((<usize>i) << 2), <f32>numberOf(at(doc, color, i)));
  const backdrop = toRgb(space, values);
  pop(values);
  return backdrop;
}

/** The form's /BBox in page space. */
function readBounds(self: Interpreter, form: Obj, mask: SoftMask): void {
  const box = Rectangle.push();
  const m = changetype<Matrix>(push(offsetof<Matrix>()));
  if (getRect(self.doc, form, Name.BBox, box)) {
    getMatrix(self.doc, form, Name.Matrix, m);
    m.multiply(m, self.state.ctm);
    boundsOf(m, box.x0, box.y0, box.x1, box.y1, box);
    mask.x0 = <f32>box.x0;
    mask.y0 = <f32>box.y0;
    mask.x1 = <f32>box.x1;
    mask.y1 = <f32>box.y1;
  }
  pop(changetype<usize>(m));
  box.pop();
}
