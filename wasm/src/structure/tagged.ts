import type { StructureElement } from '../types.js';
import { onPage } from './figures.js';
import { mathmlOf } from './mathml.js';
import type { PageContent, Word } from './page-content.js';
import { isMostlyIn } from './plots.js';
import { boxAround, makeSegment, type Segment } from './segments.js';
import { lineOf, textOfLine } from './spans.js';
import { lineWithFormulas, type InlineFormula } from './inline-formulas.js';
import type { Box, Cell, Draft, Line, ListItem, TableBlock } from './tree.js';

export { isLineByLine } from './tagged-lines.js';

/**
 * Blocks of a tagged page, by its structure tree (ISO 32000-2, 14.7 and 14.8): what its author says comes before what is
 * inferred, where the tree knows the page's text.
 */

/** The share of a page's letters that its structure tree has to know. */
const KNOWN = 0.9;
/** Elements that group others (14.8.4.3, 14.8.4.4). */
const GROUPS = new Set([
  'Document',
  'DocumentFragment',
  'Part',
  'Sect',
  'Div',
  'Art',
  'Aside',
  'NonStruct',
  'Private',
  'BlockQuote',
  'Index',
  'TOC',
]);
/** Elements inside a line of text (14.8.4.7). */
const INLINE = new Set([
  'Span',
  'Quote',
  'Note',
  'Reference',
  'BibEntry',
  'Link',
  'Annot',
  'Em',
  'Strong',
  'Sub',
  'Ruby',
  'RB',
  'RT',
  'RP',
  'Warichu',
  'WT',
  'WP',
  'Lbl',
  'Code',
  'Form',
  'Artifact',
]);
const REASON = 'tagged so';

type Children = readonly StructureElement['children'][number][];

/** The blocks of a page; null where the tree does not know its text. */
export function taggedBlocks(content: PageContent, elements: readonly StructureElement[]): Draft[] | null {
  const reader = new TagReader(content);
  const blocks = reader.blocks(elements);
  const letters = (words: Iterable<Word>) => [...words].reduce((sum, w) => sum + w.text.length, 0);
  const all = letters(content.words.filter((w) => !w.artifact && !isWritten(w)));
  // Of a page without text the tree may say what its pictures show.
  if (!all) return blocks.some((block) => block.kind === 'figure' && block.alt) ? blocks : null;
  if (letters(reader.read) < KNOWN * all) return null;
  // A tree of nothing but one element is a program's, not an author's.
  if (blocks.length < 2 && all > 400) return null;
  const rest = content.words.filter((w) => !reader.read.has(w));
  const margins = linesOf(rest.filter((w) => w.artifact)).map((line): Draft => ({
    kind: 'running-head',
    lines: [lineOf(line)],
    box: line.box,
    reason: 'tagged as an artifact',
  }));
  const fields = linesOf(rest.filter((w) => isWritten(w) && !w.artifact)).map((line): Draft => ({
    kind: 'paragraph',
    lines: [lineOf(line)],
    box: line.box,
    reason: 'written in a field without a tag',
  }));
  const middle = content.height / 2;
  return [...margins.filter((b) => b.box[1] < middle), ...blocks, ...fields, ...margins.filter((b) => b.box[1] >= middle)];
}

/** Whether a word is written in a form field, or is free text. */
function isWritten({ mcid, form }: Word): boolean {
  return mcid < 0 && form > 0;
}

class TagReader {
  readonly read = new Set<Word>();
  private readonly marked = new Map<string, Word[]>();
  /** The formulas in lines of text, by their words. */
  private readonly formulas = new Map<Word, InlineFormula>();

  constructor(private readonly content: PageContent) {
    for (const word of content.words) {
      if (word.mcid < 0 && !word.form) continue;
      const key = `${word.form} ${word.mcid}`;
      const held = this.marked.get(key);
      if (held) held.push(word);
      else this.marked.set(key, [word]);
    }
  }

  blocks(children: Children): Draft[] {
    const blocks: Draft[] = [];
    let loose: StructureElement['children'] = [];
    let notes: StructureElement[] = [];
    const settle = () => {
      this.addText(blocks, 'paragraph', loose);
      for (const note of notes) this.addElement(blocks, note);
      loose = [];
      notes = [];
    };
    for (const [i, child] of children.entries()) {
      // A note in a text comes behind it.
      if ('role' in child && loose.length && isFootnote(child)) {
        notes.push(child);
        continue;
      }
      if (!('role' in child) || this.isInline(children, i)) {
        loose.push(child);
        continue;
      }
      settle();
      this.addElement(blocks, child);
    }
    settle();
    return blocks;
  }

  private addElement(blocks: Draft[], element: StructureElement): void {
    const before = blocks.length;
    this.addBlocks(blocks, element);
    if (element.language) for (const block of blocks.slice(before)) block.language ??= element.language;
  }

  private addBlocks(blocks: Draft[], element: StructureElement): void {
    const { role, children } = element;
    const heading = /^(?:H([1-9]\d*)?|Title)$/.exec(role);
    if (heading) {
      const level = Math.min(6, Number(heading[1] ?? 1));
      this.addText(blocks, 'heading', children, { level });
    } else if (role === 'L') this.addList(blocks, element, 0);
    else if (role === 'Table') this.addTable(blocks, element);
    else if (role === 'Figure') {
      const captions = children.filter((c): c is StructureElement => 'role' in c && c.role === 'Caption');
      const lines = this.lines(children.filter((c) => !('role' in c && c.role === 'Caption')));
      const alt = element.alt ?? element.actualText;
      blocks.push({ kind: 'figure', lines, ...(alt !== undefined && { alt }), box: this.placeOf(element, lines), reason: REASON });
      for (const caption of captions) this.addElement(blocks, caption);
    } else if (role === 'Formula') this.addFormula(blocks, element);
    else if (role === 'Caption') this.addText(blocks, 'caption', children);
    else if (isFootnote(element)) this.addText(blocks, 'footnote', children);
    else if (role === 'TOCI') this.addText(blocks, 'contents', children);
    else if (GROUPS.has(role)) this.addGroup(blocks, children);
    else {
      // A paragraph may have a list, a table or a figure in it.
      const inner = children.some((c, i) => 'role' in c && !this.isInline(children, i));
      if (inner) blocks.push(...this.blocks(children));
      else this.addText(blocks, 'paragraph', children);
    }
  }

  /** A part of a table of contents goes on with it. */
  private addGroup(blocks: Draft[], children: Children): void {
    const [first, ...others] = this.blocks(children);
    const last = blocks.at(-1);
    if (first?.kind === 'contents' && last?.kind === 'contents') {
      last.lines.push(...first.lines);
      last.box = boxAround([last.box, first.box]);
    } else if (first) blocks.push(first);
    blocks.push(...others);
  }

  private addText(
    blocks: Draft[],
    kind: 'heading' | 'paragraph' | 'caption' | 'footnote' | 'formula' | 'contents',
    children: Children,
    more: { level?: number; mathml?: string; alt?: string } = {},
  ): void {
    const lines = this.lines(children);
    if (!lines.length) return;
    const last = blocks.at(-1);
    if (kind === 'contents' && last?.kind === 'contents') {
      last.lines.push(...lines);
      last.box = boxAround([last.box, ...lines.map((l) => l.box)]);
    } else blocks.push({ kind, ...more, lines, box: boxOf(lines), reason: REASON });
  }

  /** A formula that stands by itself; a figure where it is drawn, not written, and nobody says it in MathML. */
  private addFormula(blocks: Draft[], element: StructureElement): void {
    const { children, alt } = element;
    const before = blocks.length;
    const mathml = this.mathml(element, true);
    this.addText(blocks, 'formula', children, { ...(mathml && { mathml }), ...(alt !== undefined && { alt }) });
    if (blocks.length > before) return;
    const drawn = { lines: [], ...(alt !== undefined && { alt }), box: this.placeOf(element, []), reason: REASON };
    if (mathml) blocks.push({ kind: 'formula', mathml, ...drawn });
    else if (alt !== undefined) blocks.push({ kind: 'figure', ...drawn });
  }

  /** Where something is drawn: as its element says, if that is on the page, else around what is written in it. */
  private placeOf({ box }: StructureElement, lines: readonly Line[]): Box {
    const { width, height } = this.content;
    return box && isMostlyIn(box, [0, 0, width, height]) ? onPage(box, this.content) : boxOf(lines);
  }

  private mathml(formula: StructureElement, display: boolean): string | null {
    return mathmlOf(formula, display, (children) =>
      linesOf(this.wordsBelow(children))
        .map((line) => textOfLine(lineOf(line)))
        .join(' '),
    );
  }

  /** Whether an element is part of a line of text: of formulas those that stand beside other text. */
  private isInline(children: Children, at: number): boolean {
    const child = children[at]!;
    if (!('role' in child) || child.role !== 'Formula') return 'role' in child && INLINE.has(child.role) && !isFootnote(child);
    const words = this.wordsBelow([child]);
    if (!words.length) return false;
    const box = boxAround(words.map((w) => [w.x0, w.y0, w.x1, w.y1]));
    const isBeside = (w: Word | undefined) => w !== undefined && w.y > box[1] && w.y < box[3];
    return isBeside(this.neighbour(children, at, -1)) || isBeside(this.neighbour(children, at, 1));
  }

  /** The word that comes before (-1) or after (1) what an element has; found without a look at all the others. */
  private neighbour(children: Children, at: number, step: -1 | 1): Word | undefined {
    for (let i = at + step; i >= 0 && i < children.length; i += step) {
      const words = this.wordsBelow([children[i]!]);
      if (words.length) return words.at(step < 0 ? -1 : 0);
    }
    return undefined;
  }

  private addList(blocks: Draft[], { children }: StructureElement, depth: number): void {
    for (const child of children) if ('role' in child && child.role === 'Caption') this.addElement(blocks, child);
    const items: ListItem[] = [];
    this.gatherItems(items, children, depth);
    if (items.length) blocks.push({ kind: 'list', items, box: boxAround(items.map((i) => i.box)), reason: REASON });
  }

  /** `language`: that of the item or list around them, which their own comes before. */
  private gatherItems(items: ListItem[], children: Children, depth: number, language?: string): void {
    for (const item of children) {
      if (!('role' in item)) continue;
      if (item.role === 'L') this.gatherItems(items, item.children, depth + 1, item.language ?? language);
      if (item.role !== 'LI') continue;
      const label = item.children.filter((c) => 'role' in c && c.role === 'Lbl');
      const mark = this.lines(label)
        .flatMap((l) => l.spans.map((s) => s.text))
        .join('')
        .trim();
      const isNested = (c: StructureElement['children'][number]): c is StructureElement => 'role' in c && c.role === 'L';
      const isBody = (c: StructureElement['children'][number]): c is StructureElement => 'role' in c && c.role === 'LBody';
      const body = item.children.filter((c) => !label.includes(c)).flatMap((c) => (isBody(c) ? c.children : [c]));
      const text = body.filter((c) => !isNested(c));
      const spoken = item.children.find(isBody)?.language ?? item.language ?? language;
      const lines = this.lines(text, spoken);
      if (lines.length || mark) {
        items.push({ mark, ordered: /[\da-z]/i.test(mark), depth: Math.min(depth, 5), box: boxOf(lines), lines });
      }
      for (const nested of body.filter(isNested)) this.gatherItems(items, nested.children, depth + 1, nested.language ?? spoken);
    }
  }

  private addTable(blocks: Draft[], table: StructureElement): void {
    const rows: { element: StructureElement; inHead: boolean }[] = [];
    const gather = (children: Children, inHead: boolean): void => {
      for (const child of children) {
        if (!('role' in child)) continue;
        if (child.role === 'TR') rows.push({ element: child, inHead });
        else if (child.role === 'Caption') this.addElement(blocks, child);
        else gather(child.children, child.role === 'THead');
      }
    };
    gather(table.children, false);
    const block = this.tableOf(rows);
    if (block) blocks.push(block);
  }

  private tableOf(rows: readonly { element: StructureElement; inHead: boolean }[]): Draft<TableBlock> | null {
    const cells: Cell[] = [];
    const taken = new Set<string>();
    let columns = 0;
    rows.forEach(({ element, inHead }, row) => {
      let column = 0;
      for (const child of element.children) {
        if (!('role' in child) || (child.role !== 'TD' && child.role !== 'TH')) continue;
        while (taken.has(`${row} ${column}`)) column++;
        const { rowSpan = 1, columnSpan = 1 } = child;
        const lines = this.lines(child.children, child.language ?? element.language);
        const box = boxOf(lines);
        const cell = {
          row,
          column,
          rowSpan: Math.min(rowSpan, rows.length - row),
          columnSpan,
          header: child.role === 'TH' || inHead,
          box,
          lines,
        };
        for (let r = row; r < row + cell.rowSpan; r++) for (let c = column; c < column + columnSpan; c++) taken.add(`${r} ${c}`);
        cells.push(cell);
        column += columnSpan;
        columns = Math.max(columns, column);
      }
    });
    if (!cells.length) return null;
    // Rows that are short are filled: every place belongs to a cell.
    for (let row = 0; row < rows.length; row++)
      for (let column = 0; column < columns; column++)
        if (!taken.has(`${row} ${column}`))
          cells.push({ row, column, rowSpan: 1, columnSpan: 1, header: false, box: boxOf([]), lines: [] });
    cells.sort((a, b) => a.row - b.row || a.column - b.column);
    return { kind: 'table', rows: rows.length, columns, cells, box: boxOf(cells.flatMap((c) => c.lines)), reason: REASON };
  }

  /** The lines of all content below, in a language where no part of it has another. */
  private lines(children: Children, language?: string): Line[] {
    const words = this.words(children);
    speak(words, language);
    return linesOf(words).map((line) => lineWithFormulas(line, this.formulas));
  }

  private words(children: Children): Word[] {
    return children.flatMap((child) => {
      if ('role' in child) {
        const words = this.words(child.children);
        const mathml = child.role === 'Formula' && this.mathml(child, false);
        const formula = mathml && { mathml, isWritten: false };
        if (formula) for (const word of words) this.formulas.set(word, formula);
        speak(words, child.language);
        return words;
      }
      const fresh = this.wordsBelow([child]).filter((w) => !this.read.has(w));
      for (const word of fresh) this.read.add(word);
      return fresh;
    });
  }

  /** The words of all content below, whoever has read them. */
  private wordsBelow(children: Children): Word[] {
    return children.flatMap((child) => {
      if ('role' in child) return this.wordsBelow(child.children);
      return this.marked.get('mcid' in child ? `${child.form ?? 0} ${child.mcid}` : `${child.object} -1`) ?? [];
    });
  }
}

/** Says of words in which language they are, where no part of them is in another (14.9.2). */
function speak(words: readonly Word[], language: string | undefined): void {
  if (language) for (const word of words) word.language ??= language;
}

/** A note at the foot of a page, or at the end; before PDF 2.0, one that has paragraphs. */
function isFootnote({ role, children }: StructureElement): boolean {
  return role === 'FENote' || (role === 'Note' && children.some((child) => 'role' in child && !INLINE.has(child.role)));
}

/** All zeros where there are no lines. */
function boxOf(lines: readonly Line[]): Box {
  return lines.length ? boxAround(lines.map((l) => l.box)) : [0, 0, 0, 0];
}

/** Words in their order as lines: a new one where the baseline is another. */
function linesOf(words: readonly Word[]): Segment[] {
  const lines: Word[][] = [];
  for (const word of words) {
    const last = lines.at(-1)?.at(-1);
    if (last && last.turn === word.turn && acrossFrom(last, word) < 0.6 * Math.max(word.size, last.size)) lines.at(-1)!.push(word);
    else lines.push([word]);
  }
  return lines.map((line, i) => makeSegment(line, i));
}

/** How far the baselines of two words that are turned alike are from one another. */
function acrossFrom(last: Word, word: Word): number {
  return Math.abs(word.turn % 2 ? word.x - last.x : word.y - last.y);
}
