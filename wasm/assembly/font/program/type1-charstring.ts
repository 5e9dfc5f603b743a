import { Path } from '../../geometry/path';
import { standardEncoding } from './encodings';
import { Machine, MAX_CALLS, MAX_STORED } from './machine';
import { standardName } from './names';
import { Type1, type1Charstring, type1Subr } from './type1';

/**
 * Type 1 charstrings (Adobe Type 1 Font Format, chapters 6 and 8). Hints are passed over. What the font asks of
 * PostScript (callothersubr) is known for flex, hint replacement and multiple masters; of any other procedure the
 * arguments are handed back.
 */
const enum Op {
  VMoveTo = 4,
  RLineTo = 5,
  HLineTo = 6,
  VLineTo = 7,
  RRCurveTo = 8,
  ClosePath = 9,
  CallSubr = 10,
  Return = 11,
  Escape = 12,
  Hsbw = 13,
  EndChar = 14,
  RMoveTo = 21,
  HMoveTo = 22,
  VHCurveTo = 30,
  HVCurveTo = 31,
}

const enum Escaped {
  Seac = 6,
  Sbw = 7,
  Div = 12,
  CallOtherSubr = 16,
  Pop = 17,
  SetCurrentPoint = 33,
}

/** The seven moves of a flex, as x, y pairs (f64), are kept above the PostScript stack's own numbers. */
const FLEX_AT: u32 = MAX_STORED - 14;

/**
 * Draws a glyph to `path` in em space; null: finds its width only. Afterwards the font's machine has the width, and
 * `broken` where the charstring was damaged: then what could be drawn is in the path.
 */
export function runType1(font: Type1, gid: u32, path: Path | null): void {
  const m = font.machine;
  m.start(path);
  m.pen.matrix.copy(font.matrix);
  if (!type1Charstring(font, gid, font.item)) {
    m.broken = true;
    return;
  }
  execute(m, font, font.item.data, font.item.data + font.item.length, 0);
  m.pen.close();
}

/** Runs a charstring or a subroutine; true when the glyph is done. */
function execute(m: Machine, font: Type1, start: usize, end: usize, depth: i32): bool {
  const pen = m.pen;
  let p = start;
  while (p < end) {
    if (m.steps-- <= 0) m.broken = true;
    if (m.broken) return true;
    const b = <u32>load<u8>(p++);
    if (b >= 32) {
      const size: usize = b < 247 ? 0 : b < 255 ? 1 : 4;
      if (end - p < size) {
        m.broken = true;
        return true;
      }
      if (b < 247) m.push(<f64>(<i32>b - 139));
      else if (b < 251) m.push(<f64>((b - 247) * 256 + <u32>load<u8>(p) + 108));
      else if (b < 255) m.push(<f64>-(<i32>((b - 251) * 256 + <u32>load<u8>(p) + 108)));
      else m.push(<f64>(<i32>bswap<u32>(load<u32>(p))));
      p += size;
      continue;
    }
    switch (b) {
      case Op.CallSubr: {
        const number = <i32>m.pop();
        if (depth >= MAX_CALLS) {
          m.broken = true;
          return true;
        }
        if (number < 0 || !type1Subr(font, <u32>number, font.item)) {
          callMissing(m, font, number);
          continue;
        }
        const data = font.item.data;
        if (execute(m, font, data, data + font.item.length, depth + 1)) return true;
        continue;
      }
      case Op.Return:
        return false;
      case Op.EndChar:
        pen.close();
        return true;
      case Op.Escape: {
        if (p >= end) {
          m.broken = true;
          return true;
        }
        const operator = <u32>load<u8>(p++);
        if (operator == Escaped.Div) {
          const divisor = m.pop();
          const value = m.pop();
          m.push(divisor != 0 ? value / divisor : 0);
          continue;
        }
        if (operator == Escaped.CallOtherSubr) {
          callOtherSubr(m, font);
          continue;
        }
        if (operator == Escaped.Pop) {
          m.push(m.stored ? load<f64>(m.storage + ((<usize>--m.stored) << 3)) : 0);
          continue;
        }
        if (operator == Escaped.Sbw) {
          sideBearing(m, m.at(0), m.at(1), m.at(2));
        } else if (operator == Escaped.Seac) {
          accented(m, font, depth);
          return true;
        }
        break;
      }
      case Op.Hsbw:
        sideBearing(m, m.at(0), 0, m.at(1));
        break;
      // Moves take the topmost numbers: some fonts leave others below them.
      case Op.RMoveTo: {
        const dy = m.pop();
        const dx = m.pop();
        move(m, dx, dy);
        break;
      }
      case Op.HMoveTo:
        move(m, m.pop(), 0);
        break;
      case Op.VMoveTo:
        move(m, 0, m.pop());
        break;
      case Op.RLineTo:
        pen.lineBy(m.at(0), m.at(1));
        break;
      case Op.HLineTo:
        pen.lineBy(m.at(0), 0);
        break;
      case Op.VLineTo:
        pen.lineBy(0, m.at(0));
        break;
      case Op.RRCurveTo:
        pen.curveBy(m.at(0), m.at(1), m.at(2), m.at(3), m.at(4), m.at(5));
        break;
      case Op.VHCurveTo:
        pen.curveBy(0, m.at(0), m.at(1), m.at(2), m.at(3), 0);
        break;
      case Op.HVCurveTo:
        pen.curveBy(m.at(0), 0, m.at(1), m.at(2), 0, m.at(3));
        break;
      case Op.ClosePath:
        pen.close();
        break;
    }
    m.count = 0;
    if (m.widthOnly && m.hasWidth) return true;
  }
  return false;
}

/**
 * A subroutine that the font does not have. The first four are the same in all fonts (chapter 8.3): flex, and nothing;
 * the others are mostly hints.
 */
function callMissing(m: Machine, font: Type1, number: i32): void {
  if (number > 2) return;
  if (number < 0) {
    m.broken = true;
    return;
  }
  if (number == 0) m.push(3);
  else m.push(0);
  m.push(<f64>number);
  callOtherSubr(m, font);
}

/** hsbw and sbw: the width, and the point from which the first move counts. */
function sideBearing(m: Machine, x: f64, y: f64, width: f64): void {
  m.hasWidth = true;
  m.bearing = x;
  m.width = width;
  m.pen.x = m.originX + x;
  m.pen.y = m.originY + y;
}

/** In a flex, a move only leads to the next of its seven points. */
function move(m: Machine, dx: f64, dy: f64): void {
  if (m.flexing) {
    m.pen.x += dx;
    m.pen.y += dy;
  } else {
    m.pen.moveBy(dx, dy);
  }
}

function callOtherSubr(m: Machine, font: Type1): void {
  const number = <i32>m.pop();
  const given = m.pop();
  const count = min<u32>(given > 0 ? <u32>given : 0, m.count);
  const first = m.count - count;
  if (number == 1 && count == 0) {
    m.flexing = true;
    m.flexCount = 0;
    m.flexX = m.pen.x;
    m.flexY = m.pen.y;
    return;
  }
  if (number == 2 && count == 0 && m.flexing) {
    if (m.flexCount < 7) {
      const at = m.storage + ((<usize>(FLEX_AT + m.flexCount * 2)) << 3);
      store<f64>(at, m.pen.x);
      store<f64>(at, m.pen.y, 8);
      m.flexCount++;
    }
    return;
  }
  m.stored = 0;
  if (number == 0 && count == 3) {
    endFlex(m);
    storeNumber(m, m.at(first + 2));
    storeNumber(m, m.at(first + 1));
  } else if (number >= 14 && number <= 18 && font.masters > 1) {
    blend(m, font, number == 18 ? 6 : <u32>number - 13, first, count);
  } else {
    // Pushed from the top down, as PostScript receives them: the first argument ends on top.
    for (let i = count; i > 0; i--) storeNumber(m, m.at(first + i - 1));
  }
  m.count = first;
}

/** Keeps a number for `pop`. */
function storeNumber(m: Machine, value: f64): void {
  if (m.stored >= FLEX_AT) return;
  store<f64>(m.storage + ((<usize>m.stored) << 3), value);
  m.stored++;
}

/** Two curves through the flex's points; the first point is only what the others are relative to. */
function endFlex(m: Machine): void {
  const pen = m.pen;
  if (m.flexing && m.flexCount == 7) {
    const at = m.storage + ((<usize>FLEX_AT) << 3);
    pen.x = m.flexX;
    pen.y = m.flexY;
    for (let i: usize = 16; i < 112; i += 48) {
      const x0 = pen.x;
      const y0 = pen.y;
      const x1 = load<f64>(at + i);
      const y1 = load<f64>(at + i, 8);
      const x2 = load<f64>(at + i, 16);
      const y2 = load<f64>(at + i, 24);
      pen.curveBy(x1 - x0, y1 - y0, x2 - x1, y2 - y1, load<f64>(at + i, 32) - x2, load<f64>(at + i, 40) - y2);
    }
  }
  m.flexing = false;
}

/**
 * Multiple masters (Adobe Technical Note 5015): `results` values of the first master, then for each of them its
 * differences in the other masters, become `results` values weighted by WeightVector.
 */
function blend(m: Machine, font: Type1, results: u32, first: u32, count: u32): void {
  if (count != results * font.masters) return;
  const others = font.masters - 1;
  for (let i = results; i > 0; i--) {
    let value = m.at(first + i - 1);
    for (let k: u32 = 0; k < others; k++) {
      value += m.at(first + results + (i - 1) * others + k) * load<f64>(font.weights + ((<usize>(k + 1)) << 3));
    }
    storeNumber(m, value);
  }
}

/** seac: asb adx ady bchar achar. An accent is laid over a letter; both are named by StandardEncoding. */
function accented(m: Machine, font: Type1, depth: i32): void {
  const width = m.width;
  const x = m.bearing - m.at(0) + m.at(1);
  const y = m.at(2);
  const letter = <u32>m.at(3);
  const accent = <u32>m.at(4);
  component(m, font, letter, 0, 0, depth);
  component(m, font, accent, x, y, depth);
  m.width = width;
}

function component(m: Machine, font: Type1, code: u32, x: f64, y: f64, depth: i32): void {
  const name = font.item;
  const gid = depth < MAX_CALLS && standardName(standardEncoding(code), name) ? font.names.find(name.data, name.length) : -1;
  if (gid < 0 || !type1Charstring(font, <u32>gid, font.item)) {
    m.broken = true;
    return;
  }
  m.count = 0;
  m.originX = x;
  m.originY = y;
  execute(m, font, font.item.data, font.item.data + font.item.length, depth + 1);
  m.pen.close();
}
