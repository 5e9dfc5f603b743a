import { Rectangle } from '../geometry/rectangle';
import { Image, createImage } from '../image/image';
import { GroupFlag, ImageCommand, ImageFlag, Op, StencilCommand } from '../display/commands';
import { Blend, Paint } from '../display/paint';
import { Matrix } from '../geometry/matrix';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, Obj, ownerNumber, rawGet } from '../syntax/object';
import { get, getBool, getMatrix, getName, getRect } from '../syntax/store';
import { readStream } from '../syntax/stream';
import { Warning, warn } from '../syntax/warnings';
import { Frame } from './frame';
import { beginGroup, endGroup } from './group';
import { groupSpace } from './group-space';
import { Interpreter, MAX_NESTING } from './interpreter';
import { isHiddenLayer } from './optional-content';
import { namesColorants } from './overprint';
import { addClip } from './path-operators';

/** External objects, ISO 32000-2, 8.8 to 8.10. */

/** `Do`. */
export function paintXObject(self: Interpreter, name: u32): void {
  const doc = self.doc;
  const object = get(doc, get(doc, self.resources, Name.XObject), name);
  if (kindOf(object) != Kind.Stream || !self.isVisible || isHiddenLayer(doc, get(doc, object, Name.OC))) return;
  const type = getName(doc, object, Name.Subtype);
  if (type == Name.Image) {
    const image = createImage(doc, self.arena, object, self.resources, self.state.transfer);
    if (image) paintImage(self, image, getBool(doc, object, Name.Interpolate));
  } else if (type == Name.Form || rawGet(object, Name.BBox)) {
    paintForm(self, object);
  }
}

/** Draws an image, or a stencil mask, into the unit square of user space. */
export function paintImage(self: Interpreter, image: Image, interpolate: bool): void {
  const state = self.state;
  const flags: u32 = interpolate ? ImageFlag.Interpolate : 0;
  if (image.isStencil) {
    const paint = state.paintOf(self.arena, state.fill);
    if (paint) addStencil(self, image, paint, flags, state.ctm);
    return;
  }
  self.doc.fuel -= 1000;
  const command = self.list.add<ImageCommand>(Op.Image);
  if (!command) return;
  command.image = image;
  command.alpha = state.fillAlpha;
  command.blend = state.imageBlend(namesColorants(self.doc, get(self.doc, image.source, Name.ColorSpace)));
  const masked =
    get(self.doc, image.source, Name.SMask) | get(self.doc, image.source, Name.Mask) | get(self.doc, image.source, Name.SMaskInData);
  command.flags = masked ? flags | ImageFlag.Masked : flags;
  command.matrix.set(state.ctm);
}

/** Adds an `Op.Stencil` command. */
export function addStencil(self: Interpreter, image: Image, paint: Paint, flags: u32, m: Matrix): void {
  self.doc.fuel -= 1000;
  const command = self.list.add<StencilCommand>(Op.Stencil);
  if (!command) return;
  command.image = image;
  command.paint = paint;
  command.flags = flags;
  command.matrix.set(m);
}

/** A form that is being drawn. */
@unmanaged
class FormFrame extends Frame {
  /** It is a group, which began so far into the commands. */
  grouped: bool;
  from: u32;
  outerKnocksOut: bool;
  /** See `Interpreter.stream`. */
  outerStream: u32;
}

/** Draws a form, as a group where its transparency asks for one. */
export function paintForm(self: Interpreter, form: Obj): void {
  const doc = self.doc;
  if (self.nesting >= MAX_NESTING) {
    warn(doc, Warning.NestingTooDeep, ownerNumber(form));
    return;
  }
  // 8.10.4.1: a page of another document, which is not at hand: then the form is drawn that stands for it.
  if (rawGet(form, Name.Ref)) warn(doc, Warning.ReferenceXObject, ownerNumber(form));
  const state = self.state;
  if (!self.save()) return self.restore(); // what the form does to the state could not be undone
  const matrix = changetype<Matrix>(push(offsetof<Matrix>()));
  if (getMatrix(doc, form, Name.Matrix, matrix)) self.transform(matrix);
  pop(changetype<usize>(matrix));
  clipToBox(self, form);
  const group = get(doc, form, Name.Group);
  const transparent = getName(doc, group, Name.S) == Name.Transparency;
  const effect = state.fillAlpha < 1 || state.blend != Blend.Normal || state.softMask != 0;
  const knocksOut = getBool(doc, group, Name.K);
  // In a knockout group a group is one element, which what it holds is not.
  const grouped = transparent && (effect || self.knocksOut || knocksOut || getBool(doc, group, Name.I));
  const frame = Frame.create<FormFrame>(doc);
  if (!frame || !readStream(doc, form, frame.stream)) {
    if (frame) frame.destroy();
    return self.restore();
  }
  frame.onEnd = endForm.index;
  frame.grouped = grouped;
  frame.from = self.list.commands.length;
  frame.outerKnocksOut = self.knocksOut;
  frame.outerStream = self.stream;
  if (grouped) {
    const space = getBool(doc, group, Name.I) ? GroupFlag.Isolated | groupSpace(self, group) : 0;
    beginFormGroup(self, space | (knocksOut ? GroupFlag.Knockout : 0));
    self.knocksOut = knocksOut;
  }
  self.nesting++;
  const own = get(doc, form, Name.Resources);
  self.enter(frame, kindOf(own) == Kind.Dict ? own : self.resources);
  self.base.copy(state.ctm);
  if (rawGet(form, Name.StructParents)) self.stream = ownerNumber(form);
}

/** `onEnd` of a form. */
function endForm(self: Interpreter, frame: FormFrame): void {
  self.nesting--;
  self.stream = frame.outerStream;
  self.knocksOut = frame.outerKnocksOut;
  if (frame.grouped) endGroup(self, frame.from);
  self.restore();
}

/** Clips to a form's /BBox. */
function clipToBox(self: Interpreter, form: Obj): void {
  const box = Rectangle.push();
  const found = getRect(self.doc, form, Name.BBox, box);
  const x0 = box.x0;
  const y0 = box.y0;
  const x1 = box.x1;
  const y1 = box.y1;
  box.pop();
  if (!found) return;
  const path = self.path;
  const ctm = self.state.ctm;
  path.clear();
  path.moveTo(<f32>ctm.x(x0, y0), <f32>ctm.y(x0, y0));
  path.lineTo(<f32>ctm.x(x1, y0), <f32>ctm.y(x1, y0));
  path.lineTo(<f32>ctm.x(x1, y1), <f32>ctm.y(x1, y1));
  path.lineTo(<f32>ctm.x(x0, y1), <f32>ctm.y(x0, y1));
  path.close();
  const kept = self.keepPath(path);
  if (kept) addClip(self, kept, 0);
  path.clear();
}

/** Begins a group with the state's alpha and blend mode, which are then those of a fresh state inside it. 11.6.6. */
function beginFormGroup(self: Interpreter, flags: u32): void {
  const state = self.state;
  beginGroup(self, flags, state.blend, state.fillAlpha);
  state.fillAlpha = 1;
  state.strokeAlpha = 1;
  state.blend = Blend.Normal;
  state.softMask = 0;
  state.forgetPaints();
}
