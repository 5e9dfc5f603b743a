import { Lexer, Token } from '../syntax/lexer';
import { CELL } from '../syntax/object';
import { parseInto } from '../syntax/parser';
import { spend } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { Frame, MAX_OPERANDS } from './frame';
import { Interpreter } from './interpreter';
import { Operator, operatorOf } from './operator-codes';
import { execute } from './operators';

/** How far a task has come. */
export const enum Progress {
  Done = 0,
  /** The slice of fuel is used up. */
  Paused = 1,
  /** The host has to bring resources first. */
  NeedsResource = 2,
}

/** Of the loop: the next frame is to be run. */
const GOES_ON = <Progress>3;

/**
 * Runs what a page's interpreter has been given, until all is done, a slice of the document's fuel is used up, or an operator
 * lacks a resource: it is undone then, and done again at the next call.
 */
export function run(page: Interpreter, slice: i64): Progress {
  const doc = page.doc;
  let self = page;
  while (self.inner) self = self.inner!;
  const until = max<i64>(doc.fuel + self.reserve - slice, 0);
  while (true) {
    const frame = self.frame;
    if (!frame) {
      const outer = self.outer;
      if (!outer) return Progress.Done;
      self.list.settle();
      if (doc.fuel <= 0) warn(doc, Warning.FuelOut);
      outer.leaveList(self);
      self = outer;
      endOperator(self);
      continue;
    }
    const progress = frame.lexer ? runStream(self, frame, until - self.reserve) : runRow(self, frame, until - self.reserve);
    if (progress != GOES_ON) return progress;
    const inner = self.inner;
    if (inner) self = inner;
  }
}

/** Runs a stream's operators, up to one that leads to another stream. What is no operator is passed over, in and outside of BX and EX. */
function runStream(self: Interpreter, frame: Frame, until: i64): Progress {
  const doc = self.doc;
  const lexer = frame.lexer!;
  const commands = self.list.commands;
  while (true) {
    const token = lexer.next();
    if (token == Token.End) break;
    const operator = token == Token.Keyword ? operatorOf(lexer.text, lexer.textLength) : Operator.None;
    if (token != Token.Keyword || isLiteral(operator)) {
      readOperand(self, frame, lexer, token);
      continue;
    }
    if (!spend(doc, 1 + <i32>self.count)) break;
    const keyword = lexer.tokenStart;
    const drawn = commands.length;
    const saved = self.saved.length;
    doc.awaits = false;
    doc.intent = self.state.intent;
    execute(self, operator, lexer);
    if (doc.awaits) {
      undo(self, frame, drawn, saved);
      lexer.position = keyword;
      return Progress.NeedsResource;
    }
    if (self.frame != frame || self.inner) return GOES_ON;
    endOperator(self);
    if (doc.fuel <= until && doc.fuel > 0) return Progress.Paused;
  }
  self.pop();
  endOperator(self);
  return GOES_ON;
}

/** Begins the next stream of a row. A row that lacks a resource has begun none. */
function runRow(self: Interpreter, frame: Frame, until: i64): Progress {
  const doc = self.doc;
  doc.awaits = false;
  const goesOn = frame.next ? call_indirect<bool>(frame.next, self, frame) : false;
  if (doc.awaits) return Progress.NeedsResource;
  if (!goesOn) {
    self.pop();
    endOperator(self);
  }
  return doc.fuel <= until && doc.fuel > 0 ? Progress.Paused : GOES_ON;
}

/** Forgets the operands of an operator that is done; not those of one whose row goes on. */
function endOperator(self: Interpreter): void {
  const frame = self.frame;
  if (!frame || !frame.lexer) return;
  self.count = 0;
  self.scratch.release(frame.mark);
}

/** Takes back what an operator has pushed, saved and drawn. What else operators that need resources do can be done twice. */
function undo(self: Interpreter, frame: Frame, drawn: u32, saved: u32): void {
  self.dropInner();
  while (self.frame != frame) self.pop();
  while (self.saved.length > saved) self.restore();
  self.list.commands.length = drawn;
}

/** `true`, `false` and `null` are operands. */
// @ts-ignore: decorator
@inline function isLiteral(operator: Operator): bool {
  return operator >= Operator.True; // the last three
}

function readOperand(self: Interpreter, frame: Frame, lexer: Lexer, token: Token): void {
  if (self.count == MAX_OPERANDS) {
    memory.copy(self.operands, self.operands + CELL, <usize>(MAX_OPERANDS - 1) * CELL);
    self.count--;
  }
  parseInto(self.doc, lexer, frame.owner, token, self.operands + <usize>self.count * CELL);
  self.count++;
}
