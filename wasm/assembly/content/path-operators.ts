import { Path } from '../geometry/path';
import { ClipPathCommand, FillPathCommand, Op, StrokePathCommand } from '../display/commands';
import { Rule } from '../display/paint';
import { beginKnockout, endGroup, knocksOutFill } from './group';
import { Interpreter } from './interpreter';

/** Path construction and painting, ISO 32000-2, 8.5. Points go into the path in page space as they come. */

/** A path of more segments than this is an attack; it is cut off. */
const MAX_SEGMENTS: u32 = 4000000;

// @ts-ignore: decorator
@inline function px(self: Interpreter, x: f64, y: f64): f32 {
  return <f32>self.state.ctm.x(x, y);
}

// @ts-ignore: decorator
@inline function py(self: Interpreter, x: f64, y: f64): f32 {
  return <f32>self.state.ctm.y(x, y);
}

export function moveTo(self: Interpreter): void {
  if (self.count < 2) return;
  const x = self.number(2, 0);
  const y = self.number(2, 1);
  self.path.moveTo(px(self, x, y), py(self, x, y));
  self.x = x;
  self.y = y;
  self.startX = x;
  self.startY = y;
}

export function lineTo(self: Interpreter): void {
  if (self.count < 2 || self.path.verbCount > MAX_SEGMENTS) return;
  if (self.path.isEmpty) return moveTo(self); // a path that begins with a line: it begins where the line ends
  const x = self.number(2, 0);
  const y = self.number(2, 1);
  self.path.lineTo(px(self, x, y), py(self, x, y));
  self.x = x;
  self.y = y;
}

/** `c`; with `form` 1 `v`, whose first control point is the current point; with 2 `y`, whose second is the end. */
export function curveTo(self: Interpreter, form: u32): void {
  const n: u32 = form ? 4 : 6;
  if (self.count < n || self.path.verbCount > MAX_SEGMENTS) return;
  const x3 = self.number(n, n - 2);
  const y3 = self.number(n, n - 1);
  const x1 = form == 1 ? self.x : self.number(n, 0);
  const y1 = form == 1 ? self.y : self.number(n, 1);
  const x2 = form == 1 ? self.number(n, 0) : form == 2 ? x3 : self.number(n, 2);
  const y2 = form == 1 ? self.number(n, 1) : form == 2 ? y3 : self.number(n, 3);
  if (self.path.isEmpty) self.path.moveTo(px(self, x1, y1), py(self, x1, y1));
  self.path.cubicTo(px(self, x1, y1), py(self, x1, y1), px(self, x2, y2), py(self, x2, y2), px(self, x3, y3), py(self, x3, y3));
  self.x = x3;
  self.y = y3;
}

export function closePath(self: Interpreter): void {
  self.path.close();
  self.x = self.startX;
  self.y = self.startY;
}

/** `re`. */
export function rectangle(self: Interpreter): void {
  if (self.count < 4 || self.path.verbCount > MAX_SEGMENTS) return;
  const x = self.number(4, 0);
  const y = self.number(4, 1);
  const w = self.number(4, 2);
  const h = self.number(4, 3);
  const path = self.path;
  path.moveTo(px(self, x, y), py(self, x, y));
  path.lineTo(px(self, x + w, y), py(self, x + w, y));
  path.lineTo(px(self, x + w, y + h), py(self, x + w, y + h));
  path.lineTo(px(self, x, y + h), py(self, x, y + h));
  path.close();
  self.x = x;
  self.y = y;
  self.startX = x;
  self.startY = y;
}

/** Paints the path and ends it; a clip that `W` asked for takes effect after. */
export function paintPath(self: Interpreter, fills: bool, strokes: bool, rule: Rule): void {
  const path = self.path;
  if (path.isEmpty) return endPath(self);
  const state = self.state;
  const list = self.list;
  const kept = self.isVisible || self.clipping ? self.keepPath(path) : null;
  if (kept && self.isVisible) {
    self.doc.fuel -= path.verbCount >> 2;
    const from = list.commands.length;
    const strokePaint = strokes ? state.paintOf(self.arena, state.strokeInk) : null;
    const asOne = fills && knocksOutFill(state, strokePaint);
    if (asOne) beginKnockout(self);
    if (fills) {
      const paint = state.paintOf(self.arena, state.fill);
      const command = paint ? list.add<FillPathCommand>(Op.FillPath) : null;
      if (command) {
        command.path = kept;
        command.paint = paint!;
        command.rule = rule;
      }
    }
    if (strokePaint) {
      const stroke = state.strokeOf(self.arena);
      const command = stroke ? list.add<StrokePathCommand>(Op.StrokePath) : null;
      if (command) {
        command.path = kept;
        command.paint = strokePaint;
        command.stroke = stroke!;
      }
    }
    if (asOne) endGroup(self, from);
  }
  if (self.clipping && kept) addClip(self, kept, self.clipping == 2 ? Rule.EvenOdd : Rule.NonZero);
  self.clipping = 0;
  path.clear();
}

/** `n`. */
export function endPath(self: Interpreter): void {
  if (self.clipping) {
    // An empty path clips everything, says 8.5.4; readers take it for a mistake, and go on.
    const kept: Path | null = self.path.isEmpty ? null : self.keepPath(self.path);
    if (kept) addClip(self, kept, self.clipping == 2 ? Rule.EvenOdd : Rule.NonZero);
  }
  self.clipping = 0;
  self.path.clear();
}

/** Cuts the clip down to a path that lies in the list's arena. */
export function addClip(self: Interpreter, path: Path, rule: Rule): void {
  const command = self.list.add<ClipPathCommand>(Op.ClipPath);
  if (!command) return;
  command.path = path;
  command.rule = rule;
}
