import { Buffer } from '../memory/buffer';
import { Lexer, Token } from '../syntax/lexer';
import { giveLexer, takeLexer } from '../syntax/lexers';
import { Obj } from '../syntax/object';
import { Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';

/**
 * PostScript calculator functions. ISO 32000-2, 7.10.5. A program is compiled once to a flat list of steps; `if` and
 * `ifelse` become jumps. Booleans are 0 and 1, integers are kept as whole numbers.
 */
const enum Code {
  Stop = 0,
  Push,
  JumpIfFalse,
  Jump,
  Abs,
  Add,
  And,
  Atan,
  Bitshift,
  Ceiling,
  Copy,
  Cos,
  Cvi,
  Cvr,
  Div,
  Dup,
  Eq,
  Exch,
  Exp,
  Floor,
  Ge,
  Gt,
  Idiv,
  Index,
  Le,
  Ln,
  Log,
  Lt,
  Mod,
  Mul,
  Ne,
  Neg,
  Not,
  Or,
  Pop,
  Roll,
  Round,
  Sin,
  Sqrt,
  Sub,
  Truncate,
  Xor,
}


@unmanaged
class Step {
  /** A `Code`. */
  code: u16;
  /** Numbers that it needs on the stack. */
  needs: u16;
  /** Where a jump leads to, as index of a step. */
  target: u32;
  /** What is pushed. */
  value: f64;
}
const STEP: u32 = offsetof<Step>();
const MAX_STEPS: u32 = 1 << 16;
const MAX_DEPTH: i32 = 32;
/** 7.10.5.1 asks for 100. */
const STACK: i32 = 128;
/** The stack, and a copy of what `roll` turns. */
export const CALCULATOR_WORK: usize = 2 * 8 * 128;

/** Compiles the stream of a type 4 function; the address of its first step, 0 when it is not sound. */
export function compileCalculator(doc: Store, stream: Obj): usize {
  const p = doc.cache.alloc(offsetof<StreamData>());
  const steps = Buffer.create(1024);
  const lexer = takeLexer(doc);
  if (!p || !steps || !lexer) {
    Buffer.drop(steps);
    if (lexer) giveLexer(doc, lexer);
    return 0;
  }
  const data = changetype<StreamData>(p);
  let program: usize = 0;
  if (readStream(doc, stream, data)) {
    lexer.open(data.data, data.data + data.length);
    if (isBrace(lexer.next(), lexer, 0x7b) && block(lexer, steps, 0)) {
      emit(steps, Code.Stop, 0);
      program = doc.cache.alloc(steps.length);
      if (program) memory.copy(program, steps.data, steps.length);
    }
    releaseStream(data);
  }
  giveLexer(doc, lexer);
  steps.destroy();
  return program;
}

/** Whether a program may have steps in what it computes: it chooses, or makes whole numbers. */
export function hasSteps(program: usize): bool {
  for (let p = program; changetype<Step>(p).code != Code.Stop; p += STEP) {
    switch (<Code>changetype<Step>(p).code) {
      case Code.JumpIfFalse:
      case Code.Ceiling:
      case Code.Cvi:
      case Code.Floor:
      case Code.Idiv:
      case Code.Mod:
      case Code.Round:
      case Code.Truncate:
        return true;
    }
  }
  return false;
}

function isBrace(token: Token, lexer: Lexer, brace: u32): bool {
  return token == Token.Keyword && lexer.textLength == 1 && load<u8>(lexer.text) == <u8>brace;
}

/** Compiles up to the closing brace. */
function block(lexer: Lexer, steps: Buffer, depth: i32): bool {
  if (depth > MAX_DEPTH) return false;
  while (steps.length < MAX_STEPS * STEP) {
    const token = lexer.next();
    if (token == Token.Int || token == Token.Real) {
      emit(steps, Code.Push, lexer.real);
    } else if (isBrace(token, lexer, 0x7d)) {
      return true;
    } else if (isBrace(token, lexer, 0x7b)) {
      if (!condition(lexer, steps, depth)) return false;
    } else if (token == Token.Keyword) {
      if (lexer.isKeyword('true')) emit(steps, Code.Push, 1);
      else if (lexer.isKeyword('false')) emit(steps, Code.Push, 0);
      else {
        const code = codeOf(lexer);
        if (code == Code.Stop) return false;
        emit(steps, code, 0);
      }
    } else {
      return false;
    }
  }
  return false;
}

/** `{ … } if` or `{ … } { … } ifelse`, its first brace read already. */
function condition(lexer: Lexer, steps: Buffer, depth: i32): bool {
  const test = emit(steps, Code.JumpIfFalse, 0);
  if (!block(lexer, steps, depth + 1)) return false;
  const token = lexer.next();
  if (isBrace(token, lexer, 0x7b)) {
    const skip = emit(steps, Code.Jump, 0);
    setTarget(steps, test);
    if (!block(lexer, steps, depth + 1)) return false;
    setTarget(steps, skip);
    return lexer.next() == Token.Keyword && lexer.isKeyword('ifelse');
  }
  setTarget(steps, test);
  return token == Token.Keyword && lexer.isKeyword('if');
}

function emit(steps: Buffer, code: Code, value: f64): u32 {
  const at = steps.length;
  const p = steps.extend(STEP);
  if (p) {
    const step = changetype<Step>(p);
    step.code = <u16>code;
    step.needs = code <= Code.Push || code == Code.Jump ? 0 : isBinary(code) ? 2 : 1;
    step.target = 0;
    step.value = value;
  }
  return at;
}

function setTarget(steps: Buffer, step: u32): void {
  if (!steps.failed) changetype<Step>(steps.data + step).target = steps.length / STEP;
}

/** The operator (table 42) that the lexer's keyword is; Stop: none. */
function codeOf(lexer: Lexer): Code {
  if (lexer.isKeyword('abs')) return Code.Abs;
  if (lexer.isKeyword('add')) return Code.Add;
  if (lexer.isKeyword('and')) return Code.And;
  if (lexer.isKeyword('atan')) return Code.Atan;
  if (lexer.isKeyword('bitshift')) return Code.Bitshift;
  if (lexer.isKeyword('ceiling')) return Code.Ceiling;
  if (lexer.isKeyword('copy')) return Code.Copy;
  if (lexer.isKeyword('cos')) return Code.Cos;
  if (lexer.isKeyword('cvi')) return Code.Cvi;
  if (lexer.isKeyword('cvr')) return Code.Cvr;
  if (lexer.isKeyword('div')) return Code.Div;
  if (lexer.isKeyword('dup')) return Code.Dup;
  if (lexer.isKeyword('eq')) return Code.Eq;
  if (lexer.isKeyword('exch')) return Code.Exch;
  if (lexer.isKeyword('exp')) return Code.Exp;
  if (lexer.isKeyword('floor')) return Code.Floor;
  if (lexer.isKeyword('ge')) return Code.Ge;
  if (lexer.isKeyword('gt')) return Code.Gt;
  if (lexer.isKeyword('idiv')) return Code.Idiv;
  if (lexer.isKeyword('index')) return Code.Index;
  if (lexer.isKeyword('le')) return Code.Le;
  if (lexer.isKeyword('ln')) return Code.Ln;
  if (lexer.isKeyword('log')) return Code.Log;
  if (lexer.isKeyword('lt')) return Code.Lt;
  if (lexer.isKeyword('mod')) return Code.Mod;
  if (lexer.isKeyword('mul')) return Code.Mul;
  if (lexer.isKeyword('ne')) return Code.Ne;
  if (lexer.isKeyword('neg')) return Code.Neg;
  if (lexer.isKeyword('not')) return Code.Not;
  if (lexer.isKeyword('or')) return Code.Or;
  if (lexer.isKeyword('pop')) return Code.Pop;
  if (lexer.isKeyword('roll')) return Code.Roll;
  if (lexer.isKeyword('round')) return Code.Round;
  if (lexer.isKeyword('sin')) return Code.Sin;
  if (lexer.isKeyword('sqrt')) return Code.Sqrt;
  if (lexer.isKeyword('sub')) return Code.Sub;
  if (lexer.isKeyword('truncate')) return Code.Truncate;
  if (lexer.isKeyword('xor')) return Code.Xor;
  return Code.Stop;
}

/** What a program costs at most: its steps, those that move many numbers more than once. */
export function stepsOf(program: usize): u32 {
  let steps: u32 = 0;
  for (; changetype<Step>(program).code != Code.Stop; program += STEP) {
    const code = <Code>changetype<Step>(program).code;
    steps += code == Code.Roll || code == Code.Copy ? 16 : 1;
  }
  return steps;
}

/**
 * Runs a program, with CALCULATOR_WORK bytes of `work`. What is missing on the stack at the end counts as 0. Jumps only go
 * forward, so it always ends.
 */
export function runCalculator(program: usize, work: usize, input: usize, inputs: u32, output: usize, outputs: u32): void {
  const base = work;
  let n = <i32>min<u32>(inputs, 32);
  memory.copy(base, input, (<usize>n) << 3);
  let step = changetype<Step>(program);
  while (true) {
    const code = <Code>step.code;
    if (code == Code.Stop) break;
    const top = base + ((<usize>n) << 3) - 8;
    let next = changetype<Step>(changetype<usize>(step) + STEP);
    if (code == Code.Push) {
      if (n >= STACK) break;
      store<f64>(top, step.value, 8);
      n++;
    } else if (code == Code.Jump) {
      next = target(program, step);
    } else {
      const needs = <i32>step.needs;
      if (n < needs) break;
      const a = load<f64>(top);
      if (code == Code.JumpIfFalse) {
        n--;
        if (a == 0) next = target(program, step);
      } else if (needs == 2) {
        n--;
        const b = load<f64>(top - 8);
        if (code == Code.Exch) {
          store<f64>(top - 8, a);
          store<f64>(top, b);
          n++;
        } else if (code == Code.Roll) {
          n--;
          if (!roll(base, n, <i32>b, <i32>a)) break;
        } else {
          store<f64>(top - 8, binary(code, b, a));
        }
      } else if (code == Code.Pop) {
        n--;
      } else if (code == Code.Dup) {
        if (n >= STACK) break;
        store<f64>(top, a, 8);
        n++;
      } else if (code == Code.Copy) {
        const count = <i32>a;
        n--;
        if (count < 0 || count > n || n + count > STACK) break;
        memory.copy(base + ((<usize>n) << 3), base + ((<usize>(n - count)) << 3), (<usize>count) << 3);
        n += count;
      } else if (code == Code.Index) {
        const back = <i32>a;
        if (back < 0 || back > n - 2) break;
        store<f64>(top, load<f64>(top - ((<usize>(back + 1)) << 3)));
      } else {
        store<f64>(top, unary(code, a));
      }
    }
    step = next;
  }
  for (let j: u32 = 0; j < outputs; j++) {
    const from = n - <i32>outputs + <i32>j;
    store<f64>(output + ((<usize>j) << 3), from >= 0 ? load<f64>(base + ((<usize>from) << 3)) : 0);
  }
}

// @ts-ignore: decorator
@inline function target(program: usize, jump: Step): Step {
  return changetype<Step>(program + <usize>jump.target * STEP);
}

function isBinary(code: Code): bool {
  switch (code) {
    case Code.Add:
    case Code.And:
    case Code.Atan:
    case Code.Bitshift:
    case Code.Div:
    case Code.Eq:
    case Code.Exch:
    case Code.Exp:
    case Code.Ge:
    case Code.Gt:
    case Code.Idiv:
    case Code.Le:
    case Code.Lt:
    case Code.Mod:
    case Code.Mul:
    case Code.Ne:
    case Code.Or:
    case Code.Roll:
    case Code.Sub:
    case Code.Xor:
      return true;
    default:
      return false;
  }
}

function unary(code: Code, a: f64): f64 {
  switch (code) {
    case Code.Abs:
      return abs(a);
    case Code.Ceiling:
      return ceil(a);
    case Code.Cos:
      return Math.cos(a * (Math.PI / 180));
    case Code.Cvi:
    case Code.Truncate:
      return trunc(a);
    case Code.Floor:
      return floor(a);
    case Code.Ln:
      return Math.log(a);
    case Code.Log:
      return Math.log10(a);
    case Code.Neg:
      return -a;
    case Code.Not:
      return a == 0 ? 1 : a == 1 ? 0 : <f64>~(<i32>a);
    case Code.Round:
      return floor(a + 0.5);
    case Code.Sin:
      return Math.sin(a * (Math.PI / 180));
    case Code.Sqrt:
      return Math.sqrt(a);
    default:
      return a; // cvr
  }
}

function binary(code: Code, a: f64, b: f64): f64 {
  switch (code) {
    case Code.Add:
      return a + b;
    case Code.Sub:
      return a - b;
    case Code.Mul:
      return a * b;
    case Code.Div:
      return b == 0 ? 0 : a / b;
    case Code.Idiv:
      return <i32>b == 0 ? 0 : trunc(trunc(a) / trunc(b));
    case Code.Mod:
      return <i32>b == 0 ? 0 : trunc(a) - trunc(b) * trunc(trunc(a) / trunc(b));
    case Code.Exp:
      return Math.pow(a, b);
    case Code.Atan: {
      const degrees = Math.atan2(a, b) * (180 / Math.PI);
      return degrees < 0 ? degrees + 360 : degrees;
    }
    case Code.And:
      return <f64>((<i32>a) & (<i32>b));
    case Code.Or:
      return <f64>((<i32>a) | (<i32>b));
    case Code.Xor:
      return <f64>((<i32>a) ^ (<i32>b));
    case Code.Bitshift: {
      const shift = <i32>b;
      return shift >= 32 || shift <= -32 ? 0 : shift >= 0 ? <f64>((<i32>a) << shift) : <f64>((<i32>a) >> -shift);
    }
    case Code.Eq:
      return a == b ? 1 : 0;
    case Code.Ne:
      return a != b ? 1 : 0;
    case Code.Gt:
      return a > b ? 1 : 0;
    case Code.Ge:
      return a >= b ? 1 : 0;
    case Code.Lt:
      return a < b ? 1 : 0;
    default:
      return a <= b ? 1 : 0;
  }
}

/** `roll`: turns the upper `count` numbers by `by` places, towards the top where it is positive. */
function roll(base: usize, n: i32, count: i32, by: i32): bool {
  if (count < 0 || count > n) return false;
  if (!count) return true;
  by = ((by % count) + count) % count;
  const start = base + ((<usize>(n - count)) << 3);
  const copy = base + ((<usize>STACK) << 3);
  const kept = (<usize>(count - by)) << 3;
  memory.copy(copy, start, (<usize>count) << 3);
  memory.copy(start + ((<usize>by) << 3), copy, kept);
  memory.copy(start, copy + kept, (<usize>by) << 3);
  return true;
}
