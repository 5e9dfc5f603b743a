import { intentByName } from '../color/intent';
import { Rule } from '../display/paint';
import { Lexer } from '../syntax/lexer';
import { Kind, kindOf } from '../syntax/object';
import { setColor, setColorSpace, setDeviceColor } from './color-operators';
import { applyExtGState, setDash } from './ext-gstate';
import { inlineImage } from './inline-image';
import { Interpreter } from './interpreter';
import { beginMarkedContent } from './marked-content';
import { Operator } from './operator-codes';
import { closePath, curveTo, endPath, lineTo, moveTo, paintPath, rectangle } from './path-operators';
import { paintShading } from './shading-operator';
import { beginText, endText, moveLine, nextLine, setFont, setTextMatrix, showArray, showOnNextLine, showOperand } from './text-operators';
import { glyphWidth } from './type3';
import { paintXObject } from './xobject';

/**
 * Executes one operator (ISO 32000-2, annex A), its operands at hand in the interpreter. An operator that lacks operands
 * does nothing.
 */
export function execute(self: Interpreter, operator: Operator, lexer: Lexer): void {
  const state = self.state;
  switch (operator) {
    case Operator.MoveTo:
      return moveTo(self);
    case Operator.LineTo:
      return lineTo(self);
    case Operator.CurveTo:
      return curveTo(self, 0);
    case Operator.CurveToV:
      return curveTo(self, 1);
    case Operator.CurveToY:
      return curveTo(self, 2);
    case Operator.ClosePath:
      return closePath(self);
    case Operator.Rectangle:
      return rectangle(self);
    case Operator.Stroke:
      return paintPath(self, false, true, Rule.NonZero);
    case Operator.CloseStroke:
      closePath(self);
      return paintPath(self, false, true, Rule.NonZero);
    case Operator.Fill:
    case Operator.FillOld:
      return paintPath(self, true, false, Rule.NonZero);
    case Operator.FillEvenOdd:
      return paintPath(self, true, false, Rule.EvenOdd);
    case Operator.FillStroke:
      return paintPath(self, true, true, Rule.NonZero);
    case Operator.FillStrokeEvenOdd:
      return paintPath(self, true, true, Rule.EvenOdd);
    case Operator.CloseFillStroke:
      closePath(self);
      return paintPath(self, true, true, Rule.NonZero);
    case Operator.CloseFillStrokeEvenOdd:
      closePath(self);
      return paintPath(self, true, true, Rule.EvenOdd);
    case Operator.EndPath:
      return endPath(self);
    case Operator.Clip:
      self.clipping = 1;
      return;
    case Operator.ClipEvenOdd:
      self.clipping = 2;
      return;
    case Operator.Save:
      self.save();
      return;
    case Operator.Restore:
      return self.restore();
    case Operator.Concat:
      return concatenate(self);
    case Operator.LineWidth:
    case Operator.LineCap:
    case Operator.LineJoin:
    case Operator.MiterLimit:
      if (self.hasNumbers(1)) setLineParameter(self, operator);
      return;
    case Operator.Dash:
      if (kindOf(self.operand(2, 0)) == Kind.Array) setDash(self, self.operand(2, 0), self.number(2, 1));
      return;
    case Operator.ExtGState:
      return applyExtGState(self, self.name(1, 0));
    case Operator.Intent:
      state.intent = intentByName(self.name(1, 0), state.intent);
      return;
    case Operator.FillGray:
      return setDeviceColor(self, state.fill, 1);
    case Operator.FillRgb:
      return setDeviceColor(self, state.fill, 3);
    case Operator.FillCmyk:
      return setDeviceColor(self, state.fill, 4);
    case Operator.StrokeGray:
      return setDeviceColor(self, state.strokeInk, 1);
    case Operator.StrokeRgb:
      return setDeviceColor(self, state.strokeInk, 3);
    case Operator.StrokeCmyk:
      return setDeviceColor(self, state.strokeInk, 4);
    case Operator.FillSpace:
      return setColorSpace(self, state.fill);
    case Operator.StrokeSpace:
      return setColorSpace(self, state.strokeInk);
    case Operator.FillColor:
    case Operator.FillColorN:
      return setColor(self, state.fill);
    case Operator.StrokeColor:
    case Operator.StrokeColorN:
      return setColor(self, state.strokeInk);
    case Operator.Shade:
      return paintShading(self, self.name(1, 0));
    case Operator.XObject:
      return paintXObject(self, self.name(1, 0));
    case Operator.BeginImage:
      return inlineImage(self, lexer);
    case Operator.BeginText:
      return beginText(self);
    case Operator.EndText:
      return endText(self);
    case Operator.Font:
      return setFont(self, self.count > 1 ? self.name(2, 0) : 0, self.number(1, 0));
    case Operator.MoveLine:
    case Operator.MoveLineLeading:
      if (self.hasNumbers(2)) translateLine(self, operator == Operator.MoveLineLeading);
      return;
    case Operator.NextLine:
      return nextLine(self);
    case Operator.TextMatrix:
      return setTextMatrix(self);
    case Operator.Show:
      return showOperand(self);
    case Operator.ShowArray:
      return showArray(self);
    case Operator.ShowNextLine:
      return showOnNextLine(self, false);
    case Operator.ShowSpacedNextLine:
      return showOnNextLine(self, true);
    case Operator.CharSpace:
    case Operator.WordSpace:
    case Operator.Stretch:
    case Operator.Leading:
    case Operator.Rise:
    case Operator.TextMode:
      if (self.hasNumbers(1)) setTextParameter(self, operator);
      return;
    case Operator.GlyphWidth:
      return glyphWidth(self, false);
    case Operator.GlyphBox:
      return glyphWidth(self, true);
    case Operator.BeginMark:
      return beginMarkedContent(self, self.name(1, 0), 0);
    case Operator.BeginDictMark:
      return beginMarkedContent(self, self.name(2, 0), self.operand(2, 1));
    case Operator.EndMark:
      return self.endMark();
  }
}

/** Line parameters of one number. 8.4.3. */
function setLineParameter(self: Interpreter, operator: Operator): void {
  const state = self.state;
  state.stroke = null;
  switch (operator) {
    case Operator.LineWidth:
      state.lineWidth = <f32>abs(self.number(1, 0));
      return;
    case Operator.LineCap:
      state.cap = <u32>min(max(self.integer(1, 0), 0), 2);
      return;
    case Operator.LineJoin:
      state.join = <u32>min(max(self.integer(1, 0), 0), 2);
      return;
    case Operator.MiterLimit:
      state.miterLimit = <f32>max(self.number(1, 0), 1);
      return;
  }
}

/** `Td`, `TD`. */
function translateLine(self: Interpreter, setsLeading: bool): void {
  if (setsLeading) self.state.leading = -self.number(2, 1);
  moveLine(self, self.number(2, 0), self.number(2, 1));
}

/** Text state operators of one number. Table 103. */
function setTextParameter(self: Interpreter, operator: Operator): void {
  const state = self.state;
  const value = self.number(1, 0);
  switch (operator) {
    case Operator.CharSpace:
      state.charSpace = value;
      return;
    case Operator.WordSpace:
      state.wordSpace = value;
      return;
    case Operator.Stretch:
      state.stretch = value / 100;
      return;
    case Operator.Leading:
      state.leading = value;
      return;
    case Operator.Rise:
      state.rise = value;
      return;
    case Operator.TextMode:
      state.mode = <u32>min(max(self.integer(1, 0), 0), 7);
      return;
  }
}

/** `cm`. */
function concatenate(self: Interpreter): void {
  if (!self.hasNumbers(6)) return;
  const m = self.work;
  m.set(self.number(6, 0), self.number(6, 1), self.number(6, 2), self.number(6, 3), self.number(6, 4), self.number(6, 5));
  self.transform(m);
}
