import { writeAppearance } from '../appearance/appearance';
import { isRemade } from '../appearance/field';
import { TextStyle } from '../appearance/text-style';
import { BeginAnnotationCommand, Op } from '../display/commands';
import { Blend } from '../display/paint';
import { filledIn, inherited } from '../document/form';
import { Page, PageBox } from '../document/pages';
import { Matrix } from '../geometry/matrix';
import { Rectangle } from '../geometry/rectangle';
import { Buffer } from '../memory/buffer';
import { free } from '../memory/heap';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, Obj, ownerNumber, rawGet, valueAt } from '../syntax/object';
import { at, get, getInt, getMatrix, getName, getNumber, getRect, resolve, spend } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { annotationRect, boundsOf, noteZoom, uprightTurn } from './annotation-place';
import { Frame } from './frame';
import { Interpreter } from './interpreter';
import { isHiddenLayer } from './optional-content';
import { paintForm } from './xobject';

// ISO 32000-2, table 167.
const HIDDEN: i32 = 1 << 1;
const NO_VIEW: i32 = 1 << 5;
const MAX_ANNOTATIONS: u32 = 1 << 14;
/** Fuel that an annotation costs besides what it draws. */
const ANNOTATION_COST: i32 = 100;

/** The annotations of a page that are being drawn. */
@unmanaged
class AnnotationRow extends Frame {
  page: Page;
  box: PageBox;
  annotations: Obj;
  index: u32;
  count: u32;
  /** The one that was drawn last is still open, and its turn, too. */
  isOpen: bool;
  isTurned: bool;
}

/** Draws the appearances of a page's annotations, each between BeginAnnotation and EndAnnotation. ISO 32000-2, 12.5.5. */
export function drawAnnotations(self: Interpreter, page: Page, box: PageBox): void {
  const annotations = get(self.doc, page.dict, Name.Annots);
  const row = kindOf(annotations) == Kind.Array ? Frame.row<AnnotationRow>() : null;
  if (!row) return;
  row.next = nextAnnotation.index;
  row.page = page;
  row.box = box;
  row.annotations = annotations;
  row.count = min(lengthOf(annotations), MAX_ANNOTATIONS);
  self.push(row);
}

/** `next` of an `AnnotationRow`. */
function nextAnnotation(self: Interpreter, row: AnnotationRow): bool {
  const doc = self.doc;
  if (row.isOpen) {
    if (row.isTurned) self.restore();
    self.list.addPlain(Op.EndAnnotation);
    row.isOpen = false;
  }
  if (row.index >= row.count) return false;
  if (!spend(doc, ANNOTATION_COST)) {
    warn(doc, Warning.FuelOut);
    return false;
  }
  const annotation = at(doc, row.annotations, row.index);
  if (kindOf(annotation) == Kind.Dict && isShown(self, annotation)) begin(self, row, annotation);
  if (!doc.awaits) row.index++;
  return true;
}

/** Begins an annotation, where it has an appearance and lacks no resource. */
function begin(self: Interpreter, row: AnnotationRow, annotation: Obj): void {
  const style = changetype<TextStyle>(push(offsetof<TextStyle>()));
  memory.fill(changetype<usize>(style), 0, offsetof<TextStyle>());
  beginIn(self, row, annotation, style);
  pop(changetype<usize>(style));
}

function beginIn(self: Interpreter, row: AnnotationRow, annotation: Obj, style: TextStyle): void {
  const doc = self.doc;
  const appearance = appearanceOf(self, annotation);
  const remade = getName(doc, annotation, Name.Subtype) == Name.Widget && isRemade(doc, annotation);
  let made: Buffer | null = null;
  if (kindOf(appearance) != Kind.Stream || remade) made = madeAppearance(self, annotation, remade, style);
  // The appearance of the file shows what the field had before it was filled in.
  if (!made && (doc.awaits || kindOf(appearance) != Kind.Stream || (remade && filledIn(doc, annotation)))) return;
  const command: BeginAnnotationCommand | null = doc.awaits ? null : self.list.add<BeginAnnotationCommand>(Op.BeginAnnotation);
  if (!command) {
    if (made) made.destroy();
    return;
  }
  command.subtype = getName(doc, annotation, Name.Subtype);
  command.objectNumber = ownerNumber(annotation);
  noteZoom(doc, annotation, self.state.ctm, command);
  self.resources = row.page.resources;
  const turn = changetype<Matrix>(push(offsetof<Matrix>()));
  row.isOpen = true;
  row.isTurned = uprightTurn(doc, annotation, row.box, turn);
  if (row.isTurned) {
    self.save();
    self.transform(turn);
  }
  pop(changetype<usize>(turn));
  if (made) drawMade(self, annotation, made, style.resources);
  else drawAppearance(self, annotation, appearance, row.page.mediaBox);
}

function isShown(self: Interpreter, annotation: Obj): bool {
  const doc = self.doc;
  if (getInt(doc, annotation, Name.F) & (HIDDEN | NO_VIEW)) return false;
  if (getName(doc, annotation, Name.Subtype) == Name.Popup) return false;
  return !isHiddenLayer(doc, get(doc, annotation, Name.OC));
}

/** The content of an appearance that the annotation leaves to the reader; null when it has none, or one of its own that is not to be `remade`. */
function madeAppearance(self: Interpreter, annotation: Obj, remade: bool, style: TextStyle): Buffer | null {
  const doc = self.doc;
  if (!remade && rawGet(get(doc, annotation, Name.AP), Name.N)) return null;
  const out = Buffer.create(1024);
  if (out && writeAppearance(doc, annotation, style, out)) return out;
  if (out) out.destroy();
  return null;
}

/** Draws it, and gives it back: in default user space, as opaque as /CA says (12.5.6.2); highlighters leave the text to be seen. */
function drawMade(self: Interpreter, annotation: Obj, content: Buffer, resources: Obj): void {
  const doc = self.doc;
  const frame = Frame.create<Frame>(doc);
  if (!frame) return content.destroy();
  const stream = frame.stream;
  stream.data = content.data;
  stream.length = content.length;
  stream.owned = true;
  free(changetype<usize>(content));
  frame.onEnd = endAppearance.index;
  const alpha = <f32>min<f64>(max<f64>(getNumber(doc, annotation, Name.CA, 1), 0), 1);
  self.save();
  const state = self.state;
  state.fillAlpha = alpha;
  state.strokeAlpha = alpha;
  if (getName(doc, annotation, Name.Subtype) == Name.Highlight) state.blend = Blend.Multiply;
  state.forgetPaints();
  self.enter(frame, resources);
}

/** `onEnd` of an appearance: of one that was made, or of what holds the form of one that was there. */
function endAppearance(self: Interpreter, _frame: Frame): void {
  self.restore();
}

/**
 * The normal appearance: of several the one that has been chosen, that /AS names or, where it says nothing, the one that the field's value
 * does, which the standard does not foresee but writers do. Of an annotation that is no field a lone one is meant. 12.5.5.
 */
function appearanceOf(self: Interpreter, annotation: Obj): Obj {
  const doc = self.doc;
  const normal = get(doc, get(doc, annotation, Name.AP), Name.N);
  if (kindOf(normal) != Kind.Dict) return normal;
  let state = nameOf(filledIn(doc, annotation));
  if (!state) state = getName(doc, annotation, Name.AS);
  if (!state) state = nameOf(inherited(doc, annotation, Name.V));
  if (!state && lengthOf(normal) == 1 && getName(doc, annotation, Name.Subtype) != Name.Widget) return resolve(doc, valueAt(normal, 0));
  return get(doc, normal, state && rawGet(normal, state) ? state : Name.Off);
}

/** Algorithm 8.1 of 12.5.5: the appearance's box, transformed by its matrix, is fitted into the annotation's rectangle. */
function drawAppearance(self: Interpreter, annotation: Obj, form: Obj, mediaBox: Obj): void {
  const m = changetype<Matrix>(push(offsetof<Matrix>()));
  if (fitAppearance(self, annotation, form, mediaBox, m)) {
    const row = Frame.row<Frame>();
    if (row) {
      row.onEnd = endAppearance.index;
      self.save();
      self.push(row);
      self.transform(m);
      paintForm(self, form);
    }
  }
  pop(changetype<usize>(m));
}

function fitAppearance(self: Interpreter, annotation: Obj, form: Obj, mediaBox: Obj, m: Matrix): bool {
  const doc = self.doc;
  const rect = Rectangle.push();
  const box = Rectangle.push();
  const known = annotationRect(doc, annotation, mediaBox, rect) && getRect(doc, form, Name.BBox, box);
  getMatrix(doc, form, Name.Matrix, m);
  boundsOf(m, box.x0, box.y0, box.x1, box.y1, box);
  const sx = rect.width / box.width;
  const sy = rect.height / box.height;
  m.set(sx, 0, 0, sy, rect.x0 - box.x0 * sx, rect.y0 - box.y0 * sy);
  const fits = known && box.width > 0 && box.height > 0;
  box.pop();
  rect.pop();
  return fits;
}
