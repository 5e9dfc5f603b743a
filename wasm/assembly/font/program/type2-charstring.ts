import { Path } from '../../geometry/path';
import { Cff, FontDict, fontDictOf, glyphOfSid } from './cff';
import { regionCount } from './cff2';
import { Index, indexItem } from './cff-index';
import { standardEncoding } from './encodings';
import { Machine, MAX_CALLS } from './machine';
import { Arena } from '../../memory/arena';
import { calculate } from './type2-arithmetic';

/**
 * Type 2 charstrings, the outlines of CFF fonts (Adobe Technical Note 5177), and those of CFF2 (OpenType, "CFF2 CharStrings"). Operators take their arguments from the
 * bottom of the stack and clear it; the first one that does may find the advance width below them. Hints are counted,
 * since masks are as long as there are hints, and otherwise passed over.
 */
const enum Op {
  HStem = 1,
  VStem = 3,
  VMoveTo = 4,
  RLineTo = 5,
  HLineTo = 6,
  VLineTo = 7,
  RRCurveTo = 8,
  CallSubr = 10,
  Return = 11,
  Escape = 12,
  EndChar = 14,
  /** CFF2. */
  VariationIndex = 15,
  /** CFF2. */
  Blend = 16,
  HStemHM = 18,
  HintMask = 19,
  CntrMask = 20,
  RMoveTo = 21,
  HMoveTo = 22,
  VStemHM = 23,
  RCurveLine = 24,
  RLineCurve = 25,
  VVCurveTo = 26,
  HHCurveTo = 27,
  ShortInt = 28,
  CallGSubr = 29,
  VHCurveTo = 30,
  HVCurveTo = 31,
}

/**
 * Draws a glyph to `path` in em space; null: finds its width only. Afterwards the font's machine has the width, and
 * `broken` where the charstring was damaged: then what could be drawn is in the path.
 */
export function runType2(cff: Cff, arena: Arena, gid: u32, path: Path | null): void {
  const m = cff.machine;
  const dict = fontDictOf(cff, gid);
  m.start(path);
  m.width = dict.defaultWidth;
  m.pen.matrix.copy(dict.matrix);
  if (cff.isVersion2) {
    m.hasWidth = true; // it is not in the charstring: no number stands for it
    m.regions = regionCount(cff, dict.variationIndex);
  }
  if (!indexItem(cff.file, cff.charStrings, gid, cff.item)) {
    m.broken = true;
    return;
  }
  execute(m, cff, arena, dict, cff.item.data, cff.item.data + cff.item.length, 0);
  m.pen.close();
}

/** Runs a charstring or a subroutine; true when the glyph is done. */
function execute(m: Machine, cff: Cff, arena: Arena, dict: FontDict, start: usize, end: usize, depth: i32): bool {
  const pen = m.pen;
  let p = start;
  while (p < end) {
    if (m.steps-- <= 0) m.broken = true;
    if (m.broken) return true;
    const b = <u32>load<u8>(p++);
    if (b >= 32 || b == Op.ShortInt) {
      const size: usize = b == 28 ? 2 : b < 247 ? 0 : b < 255 ? 1 : 4;
      if (end - p < size) {
        m.broken = true;
        return true;
      }
      if (b == 28) m.push(<f64>(<i16>bswap<u16>(load<u16>(p))));
      else if (b < 247) m.push(<f64>(<i32>b - 139));
      else if (b < 251) m.push(<f64>((b - 247) * 256 + <u32>load<u8>(p) + 108));
      else if (b < 255) m.push(<f64>-(<i32>((b - 251) * 256 + <u32>load<u8>(p) + 108)));
      else m.push(<f64>(<i32>bswap<u32>(load<u32>(p))) / 65536.0);
      p += size;
      continue;
    }
    switch (b) {
      case Op.CallSubr:
      case Op.CallGSubr: {
        const subrs = b == Op.CallSubr ? dict.subrs : cff.globalSubrs;
        const number = <i32>m.pop() + biasOf(subrs);
        if (depth >= MAX_CALLS || number < 0 || !indexItem(cff.file, subrs, <u32>number, cff.item)) {
          m.broken = true;
          return true;
        }
        const data = cff.item.data;
        if (execute(m, cff, arena, dict, data, data + cff.item.length, depth + 1)) return true;
        continue;
      }
      case Op.Return:
        return false;
      case Op.VariationIndex:
        if (cff.isVersion2) m.regions = regionCount(cff, <u32>m.at(0));
        break;
      case Op.Blend: {
        // The default values, then the variations of each, then how many values there are: the first are left.
        const deltas = <f64>m.regions * m.pop();
        if (!cff.isVersion2 || !(deltas >= 0 && deltas <= <f64>m.count)) {
          m.broken = true;
          return true;
        }
        m.count -= <u32>deltas;
        continue;
      }
      case Op.Escape: {
        if (p >= end) {
          m.broken = true;
          return true;
        }
        const operator = <u32>load<u8>(p++);
        if (operator >= 34 && operator <= 37) flex(m, operator);
        else if (calculate(m, operator)) continue;
        break;
      }
      case Op.HStem:
      case Op.VStem:
      case Op.HStemHM:
      case Op.VStemHM:
      case Op.HintMask:
      case Op.CntrMask:
        takeWidth(m, dict, (m.count & 1) != 0);
        // Numbers before the first mask are vertical hints whose operator was left out.
        m.hints += m.count >> 1;
        if (b == Op.HintMask || b == Op.CntrMask) p += (m.hints + 7) >> 3;
        break;
      case Op.RMoveTo: {
        const base = takeWidth(m, dict, m.count > 2);
        pen.moveBy(m.at(base), m.at(base + 1));
        break;
      }
      case Op.HMoveTo:
        pen.moveBy(m.at(takeWidth(m, dict, m.count > 1)), 0);
        break;
      case Op.VMoveTo:
        pen.moveBy(0, m.at(takeWidth(m, dict, m.count > 1)));
        break;
      case Op.EndChar: {
        const base = takeWidth(m, dict, m.count == 1 || m.count > 4);
        pen.close();
        if (m.count >= base + 4 && !m.widthOnly) accented(m, cff, arena, base, depth);
        return true;
      }
      case Op.RLineTo:
        lines(m, 0, m.count);
        break;
      case Op.HLineTo:
        alternatingLines(m, true);
        break;
      case Op.VLineTo:
        alternatingLines(m, false);
        break;
      case Op.RRCurveTo:
        curves(m, 0, m.count);
        break;
      case Op.RCurveLine: {
        const i = curves(m, 0, m.count - min<u32>(m.count, 2));
        lines(m, i, m.count);
        break;
      }
      case Op.RLineCurve: {
        const i = lines(m, 0, m.count - min<u32>(m.count, 6));
        curves(m, i, m.count);
        break;
      }
      case Op.VVCurveTo: {
        let i: u32 = m.count & 1;
        let dx = i ? m.at(0) : 0;
        for (; i + 4 <= m.count; i += 4) {
          pen.curveBy(dx, m.at(i), m.at(i + 1), m.at(i + 2), 0, m.at(i + 3));
          dx = 0;
        }
        break;
      }
      case Op.HHCurveTo: {
        let i: u32 = m.count & 1;
        let dy = i ? m.at(0) : 0;
        for (; i + 4 <= m.count; i += 4) {
          pen.curveBy(m.at(i), dy, m.at(i + 1), m.at(i + 2), m.at(i + 3), 0);
          dy = 0;
        }
        break;
      }
      case Op.HVCurveTo:
        alternatingCurves(m, true);
        break;
      case Op.VHCurveTo:
        alternatingCurves(m, false);
        break;
    }
    m.count = 0;
    if (m.widthOnly && m.hasWidth) return true;
  }
  return false;
}

/** 5177, 4.7: subroutine numbers are shifted so that short numbers reach more of them. */
function biasOf(subrs: Index): i32 {
  return subrs.count < 1240 ? 107 : subrs.count < 33900 ? 1131 : 32768;
}

/** Notes the width if this is the first operator that clears the stack. Gives the index of the first argument. */
function takeWidth(m: Machine, dict: FontDict, present: bool): u32 {
  if (m.hasWidth) return 0;
  m.hasWidth = true;
  if (!present) return 0;
  m.width = dict.nominalWidth + m.at(0);
  return 1;
}

/** Lines from arguments `i` up to `end`; gives the index of the first that was not used. */
function lines(m: Machine, i: u32, end: u32): u32 {
  for (; i + 2 <= end; i += 2) m.pen.lineBy(m.at(i), m.at(i + 1));
  return i;
}

function curves(m: Machine, i: u32, end: u32): u32 {
  for (; i + 6 <= end; i += 6) {
    m.pen.curveBy(m.at(i), m.at(i + 1), m.at(i + 2), m.at(i + 3), m.at(i + 4), m.at(i + 5));
  }
  return i;
}

function alternatingLines(m: Machine, horizontal: bool): void {
  for (let i: u32 = 0; i < m.count; i++) {
    if (horizontal) m.pen.lineBy(m.at(i), 0);
    else m.pen.lineBy(0, m.at(i));
    horizontal = !horizontal;
  }
}

/** Curves that start horizontal and end vertical, or the other way; the last may end anywhere, with a fifth number. */
function alternatingCurves(m: Machine, horizontal: bool): void {
  for (let i: u32 = 0; i + 4 <= m.count; i += 4) {
    const last = m.count - i == 5 ? m.at(i + 4) : 0;
    if (horizontal) m.pen.curveBy(m.at(i), 0, m.at(i + 1), m.at(i + 2), last, m.at(i + 3));
    else m.pen.curveBy(0, m.at(i), m.at(i + 1), m.at(i + 2), m.at(i + 3), last);
    horizontal = !horizontal;
  }
}

/** 5177, 4.1: two curves each, with the numbers that are 0 or follow from the others left out. */
function flex(m: Machine, operator: u32): void {
  const pen = m.pen;
  if (operator == 34) {
    // hflex
    pen.curveBy(m.at(0), 0, m.at(1), m.at(2), m.at(3), 0);
    pen.curveBy(m.at(4), 0, m.at(5), -m.at(2), m.at(6), 0);
  } else if (operator == 35) {
    // flex
    curves(m, 0, 12);
  } else if (operator == 36) {
    // hflex1
    pen.curveBy(m.at(0), m.at(1), m.at(2), m.at(3), m.at(4), 0);
    pen.curveBy(m.at(5), 0, m.at(6), m.at(7), m.at(8), -(m.at(1) + m.at(3) + m.at(7)));
  } else {
    // flex1
    const dx = m.at(0) + m.at(2) + m.at(4) + m.at(6) + m.at(8);
    const dy = m.at(1) + m.at(3) + m.at(5) + m.at(7) + m.at(9);
    const level = abs(dx) > abs(dy);
    pen.curveBy(m.at(0), m.at(1), m.at(2), m.at(3), m.at(4), m.at(5));
    pen.curveBy(m.at(6), m.at(7), m.at(8), m.at(9), level ? m.at(10) : -dx, level ? -dy : m.at(10));
  }
}

/** 5177, appendix C: endchar with four arguments adds an accent to a base glyph, as Type 1's seac does. */
function accented(m: Machine, cff: Cff, arena: Arena, base: u32, depth: i32): void {
  const dx = m.at(base);
  const dy = m.at(base + 1);
  const letter = <u32>m.at(base + 2);
  const accent = <u32>m.at(base + 3);
  const width = m.width;
  component(m, cff, arena, letter, 0, 0, depth);
  component(m, cff, arena, accent, dx, dy, depth);
  m.width = width;
}

function component(m: Machine, cff: Cff, arena: Arena, code: u32, x: f64, y: f64, depth: i32): void {
  const sid = standardEncoding(code);
  const gid = sid && depth < MAX_CALLS ? glyphOfSid(cff, arena, sid) : -1;
  if (gid < 0 || !indexItem(cff.file, cff.charStrings, <u32>gid, cff.item)) {
    m.broken = true;
    return;
  }
  m.count = 0;
  m.hints = 0;
  m.hasWidth = false;
  m.pen.x = x;
  m.pen.y = y;
  const data = cff.item.data;
  execute(m, cff, arena, fontDictOf(cff, <u32>gid), data, data + cff.item.length, depth + 1);
  m.pen.close();
}
