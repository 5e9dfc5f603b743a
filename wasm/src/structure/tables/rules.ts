import type { PageContent, Rule } from '../page-content.js';
import { addBox } from '../segments.js';
import type { Box } from '../tree.js';

/** Rules nearer than this, in points, are one. */
const NEAR = 2;
/** Pieces of a rule further apart than this, in points, are two. */
const APART = 4;
/** Parts of a table further apart than this, in points, are two tables. */
const STACKED = 40;
/** A shaded line stands this far inside of its cell, in points, at most. */
const INSET = 12;
const MOST_FILLS = 4000;

/** The rules that a page draws, those in one line joined. */
export function drawnRules({ rules }: PageContent): Rule[] {
  return joined(rules);
}

/** The sides of filled boxes, for colour separates cells too. */
export function sidesOfFills({ fills, width, height }: PageContent): Rule[] {
  const sides: Rule[] = [];
  for (const [x0, y0, x1, y1] of withoutShading(fills)) {
    // The background of a page or of a column is no cell, and a bullet is none.
    if (x1 - x0 > 0.97 * width || y1 - y0 > 0.5 * height || y1 - y0 < 6 || x1 - x0 < 6) continue;
    sides.push({ horizontal: true, at: y0, from: x0, to: x1 }, { horizontal: true, at: y1, from: x0, to: x1 });
    sides.push({ horizontal: false, at: x0, from: y0, to: y1 }, { horizontal: false, at: x1, from: y0, to: y1 });
  }
  return joined(sides);
}

/** Leaves out what a line or a paragraph in a cell is shaded with: a box inside of another that is hardly wider. */
function withoutShading(fills: readonly Box[]): Box[] {
  const sorted = [...fills].sort((a, b) => a[0] - b[0]).slice(0, MOST_FILLS);
  return sorted.filter((fill, i) => {
    for (let k = i - 1; k >= 0 && fill[0] - sorted[k]![0] < INSET; k--) {
      const [x0, y0, x1, y1] = sorted[k]!;
      if (fill[0] - x0 > 1 && x1 - fill[2] > 1 && x1 - fill[2] < INSET && fill[1] > y0 - 1 && fill[3] < y1 + 1) return false;
    }
    return true;
  });
}

function joined(rules: readonly Rule[]): Rule[] {
  if (!rules.length) return [];
  return [...join(rules.filter((r) => r.horizontal)), ...join(rules.filter((r) => !r.horizontal))];
}

function join(rules: Rule[]): Rule[] {
  const sorted = rules.sort((a, b) => a.at - b.at || a.from - b.from);
  const out: Rule[] = [];
  for (let i = 0; i < sorted.length;) {
    let end = i + 1;
    while (end < sorted.length && sorted[end]!.at - sorted[end - 1]!.at < NEAR && sorted[end]!.at - sorted[i]!.at < 2 * NEAR) end++;
    const level = end > i + 1 ? sorted.slice(i, end).sort((a, b) => a.from - b.from) : [sorted[i]!];
    let sum = 0;
    for (let k = 0; k < level.length; k++) sum += level[k]!.at;
    const at = sum / level.length;
    const { horizontal, from, to } = level[0]!;
    let open: Rule = { horizontal, at, from, to };
    for (let k = 1; k < level.length; k++) {
      const rule = level[k]!;
      if (rule.from <= open.to + APART) open.to = Math.max(open.to, rule.to);
      else {
        out.push(open);
        open = { horizontal, at, from: rule.from, to: rule.to };
      }
    }
    out.push(open);
    i = end;
  }
  return out;
}

/** Groups of rules that touch one another. */
export function touchingRules(rules: readonly Rule[]): Rule[][] {
  const parent = rules.map((_, i) => i);
  const find = (i: number): number => (parent[i] === i ? i : (parent[i] = find(parent[i]!)));
  const horizontal: number[] = [];
  const vertical: number[] = [];
  for (let i = 0; i < rules.length; i++) (rules[i]!.horizontal ? horizontal : vertical).push(i);
  for (let i = 0; i < horizontal.length; i++) {
    const h = horizontal[i]!;
    for (let k = 0; k < vertical.length; k++) if (cross(rules[h]!, rules[vertical[k]!]!)) parent[find(h)] = find(vertical[k]!);
  }
  const groups = new Map<number, Rule[]>();
  rules.forEach((rule, i) => {
    const root = find(i);
    const group = groups.get(root);
    if (group) group.push(rule);
    else groups.set(root, [rule]);
  });
  return joinStacked([...groups.values()]);
}

/** Groups above one another with the same columns are one table: a row of it may have no borders, or another colour. */
function joinStacked(groups: Rule[][]): Rule[][] {
  const sorted = groups.map((rules) => ({ rules, box: boxOfRules(rules), columns: columnsOf(rules) })).sort((a, b) => a.box[1] - b.box[1]);
  const out: Rule[][] = [];
  // Most rules stand alone, and are no table's.
  const tables: typeof sorted = [];
  for (const group of sorted) {
    const isTable = group.columns.length >= 3;
    const above = isTable && tables.find(({ box, columns }) => isBelow(group.box, box) && sameColumns(columns, group.columns));
    if (above) {
      above.rules.push(...group.rules);
      above.box = boxOfRules(above.rules);
      above.columns = columnsOf(above.rules);
    } else {
      out.push(group.rules);
      if (isTable) tables.push(group);
    }
  }
  return out;
}

const isBelow = (box: Box, above: Box) => box[1] - above[3] < STACKED && box[1] > above[1];

/** Where vertical rules stand. */
function columnsOf(rules: readonly Rule[]): number[] {
  return levels(rules.filter((r) => !r.horizontal).map((r) => r.at));
}

function sameColumns(a: readonly number[], b: readonly number[]): boolean {
  const shared = a.filter((x) => b.some((y) => Math.abs(x - y) < 2 * NEAR)).length;
  return shared >= 3 && shared >= 0.7 * Math.min(a.length, b.length);
}

function cross(h: Rule, v: Rule): boolean {
  return h.from - APART <= v.at && v.at <= h.to + APART && v.from - APART <= h.at && h.at <= v.to + APART;
}

export function boxOfRules(rules: readonly Rule[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { horizontal, at, from, to } of rules) {
    addBox(box, horizontal ? [from, at, to, at] : [at, from, at, to]);
  }
  return box;
}

/** The share of `from` to `to` that rules at `at` cover. */
export function covered(rules: readonly Rule[], horizontal: boolean, at: number, from: number, to: number): number {
  let length = 0;
  for (let i = 0; i < rules.length; i++) {
    const r = rules[i]!;
    if (r.horizontal === horizontal && Math.abs(r.at - at) < 2 * NEAR) length += Math.max(0, Math.min(r.to, to) - Math.max(r.from, from));
  }
  return Math.min(1, length / Math.max(to - from, 0.001));
}

/** Distinct positions, those that nearly coincide taken for one. */
export function levels(values: number[], near = 2 * NEAR): number[] {
  // Sorted as numbers without calling back.
  const sorted = new Float64Array(values).sort();
  const out: number[] = [];
  let last = -Infinity;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i]!;
    if (value - last > near) out.push((last = value));
  }
  return out;
}
