import type { DocumentCore } from '../core.js';
import { throwIfAborted } from '../errors.js';
import { wantedPages } from '../export/pages.js';
import { loadTesseract } from '../ocr/load-tesseract.js';
import { cropPage } from './crop.js';
import { findFigures } from './figures.js';
import { Furniture } from './furniture.js';
import { layOut, type Layout } from './layout.js';
import { loadTagged } from './load-tagged.js';
import { addCode, isCode } from './code.js';
import { linkFootnotes } from './footnotes.js';
import { headingReason, isCaption, numberedLevel } from './headings.js';
import { continuePage, joinHeadings, joinParagraphs } from './joins.js';
import { Leading } from './leading.js';
import { orderBlocks } from './order.js';
import { readPageContent, type Asked, type PageContent, type Word } from './page-content.js';
import { markOf, splitParagraphs } from './paragraphs.js';
import { isMostlyIn } from './plots.js';
import { boxAround, type Segment } from './segments.js';
import { lineOf } from './spans.js';
import { groupLines, startOf, textOf, type TextGroup } from './text-blocks.js';
import type { StructureOptions } from '../types.js';
import type { Box, Draft, ListBlock, StructuredPage, TextBlock } from './tree.js';
import { isVertical, turnBack, turnOfPage, turnUpright } from './turned-pages.js';
import { Typography } from './typography.js';

const ALL: Asked = { words: true, links: true };
/** Pages whose typography is looked at before the first one is given out. */
const SAMPLE = 24;

/** The structure of a document's pages, one by one. `asked`: what of it is looked at, for those who need but a part. */
export async function* structured(
  core: DocumentCore,
  { pages, hidden = true, ocr, within, onProgress, signal }: StructureOptions = {},
  asked: Asked = ALL,
): AsyncGenerator<StructuredPage, void> {
  const wanted = wantedPages(core, pages);
  const type = new Typography();
  const furniture = new Furniture();
  const leading = new Leading();
  const tags = core.isTagged ? await loadTagged() : null;
  const reader = ocr && (await loadTesseract()).readerOf(core, ocr);
  const parts: Asked = { words: asked.words || within !== undefined, links: asked.links };
  const read = async (page: number): Promise<ReadPage> => {
    // What images and glyphs look like is not asked for.
    const content = await core.withList(page, (list) => readPageContent(core, page, list, parts), { unseen: true });
    await reader?.read(content, signal);
    if (!hidden && content.words.some((word) => word.hidden)) content.words = content.words.filter((word) => !word.hidden);
    const tagged = tags?.taggedBlocks(content, core.structure(page)) ?? null;
    if (!tagged) return laidOut(content);
    return tags!.isLineByLine(tagged) ? { ...laidOut(content, false), language: tagged[0]!.language } : asTagged(content, tagged);
  };
  const ahead: ReadPage[] = [];
  let before: StructuredPage | null = null;
  const next = (): StructuredPage => {
    const whole = structureOf(ahead.shift()!, type, furniture, leading.limit);
    const page = within ? cropPage(whole, within[whole.page] ?? []) : whole;
    if (asked.links) linkFootnotes(page.blocks);
    continuePage(before, page);
    return (before = page);
  };
  for (const [done, page] of wanted.entries()) {
    throwIfAborted(signal);
    const layout = await read(page);
    onProgress?.(done + 1, wanted.length);
    layout.lines.forEach((line) => type.add(line));
    furniture.add(layout.content, layout.lines);
    leading.add(layout.lines);
    ahead.push(layout);
    if (ahead.length < SAMPLE) continue;
    yield next();
  }
  while (ahead.length) yield next();
}

/** A page, and its blocks by the structure tree where there is one that knows its text. */
interface ReadPage extends Layout {
  /** By so many quarters of a turn it was turned upright, and this is how it is in truth. */
  turn: Word['turn'];
  size: PageContent;
  tagged: Draft[] | null;
  /** What the tree says of it, where it says nothing else. */
  language?: string;
}

/** Where figures stand is all that the tree does not say. */
function asTagged(content: PageContent, tagged: Draft[]): ReadPage {
  return { content, apart: findFigures(content, content.words).figures, lines: [], contents: new Set(), tagged, turn: 0, size: content };
}

/** `drawn`: as `layOut` has it. */
function laidOut(content: PageContent, drawn = true): ReadPage {
  const turn = turnOfPage(content);
  return { ...layOut(turn ? turnUpright(content, turn) : content, drawn), tagged: null, turn, size: content };
}

function structureOf(
  { tagged, language, turn, size, ...layout }: ReadPage,
  type: Typography,
  furniture: Furniture,
  leading: number,
): StructuredPage {
  const found = tagged ? withFigures(tagged, layout.apart) : inferBlocks(layout, type, furniture, leading);
  const blocks = turn ? turnBack(found, turn, layout.content) : found;
  const { page, width, height } = size;
  const vertical = isVertical(size) && { vertical: true };
  return {
    page,
    width,
    height,
    ...vertical,
    blocks: blocks.map((block, i) => ({ id: `${page + 1}.${i + 1}`, ...(language && { language }), ...block })),
  };
}

function inferBlocks({ content, contents, apart, lines }: Layout, type: Typography, furniture: Furniture, leading: number): Draft[] {
  const groups = splitParagraphs(groupLines(contents.size ? lines.filter((l) => !contents.has(l)) : lines, leading));
  const margins: TextGroup[] = [];
  const places: { box: Box; group: TextGroup | null; block: Draft | null }[] = [];
  for (const group of groups) {
    if (furniture.includes(group, content, type)) margins.push(group);
    else places.push({ box: group.box, group, block: null });
  }
  for (const line of contents) places.push({ box: line.box, group: { box: line.box, lines: [line], size: line.size }, block: null });
  for (const block of apart) places.push({ box: block.box, group: null, block });
  const ordered = orderBlocks(places);
  const blocks: Draft[] = margins.filter(({ box }) => box[1] < content.height / 2).map(marginBlock);
  // Figures lie anywhere: they say nothing of the space around a heading.
  const around = ordered.filter((other) => other.block?.kind !== 'figure');
  let at = 0;
  for (const { group, block } of ordered) {
    if (block) blocks.push(block);
    if (block?.kind === 'figure') continue;
    const last = around[at - 1];
    const next = around[++at];
    if (!group) continue;
    if (contents.has(group.lines[0]!)) addEntry(blocks, group);
    else {
      const above = last ? group.box[1] - last.box[3] : Infinity;
      const below = next ? next.box[1] - group.box[3] : Infinity;
      addGroup(blocks, group, content, type, above < -group.size ? Infinity : above, below < -group.size ? Infinity : below);
    }
  }
  blocks.push(...margins.filter(({ box }) => box[1] >= content.height / 2).map(marginBlock));
  return joinParagraphs(joinHeadings(blocks));
}

/** The tree says what a figure shows, and the page where it is, unless the tree says that too: a figure without text lies where one was drawn. */
function withFigures(blocks: readonly Draft[], apart: readonly Draft[]): Draft[] {
  const known = blocks.filter((block) => block.kind === 'figure' && block.box[2] > block.box[0]).map((block) => block.box);
  const places = apart
    .filter((block) => block.kind === 'figure' && !known.some((box) => isMostlyIn(block.box, box)))
    .map((block) => block.box);
  return blocks.map((block) => {
    if (block.kind !== 'figure' || block.box[2] > block.box[0]) return block;
    return { ...block, box: places.shift() ?? [0, 0, 0, 0] };
  });
}

function marginBlock({ lines, box }: TextGroup): Draft<TextBlock> {
  const kind = /^\W*\d{1,4}\W*$/.test(lines.map(textOf).join(' ')) ? 'page-number' : 'running-head';
  return { kind, lines: lines.map(lineOf), box, reason: 'in the margin' };
}

function addEntry(blocks: Draft[], { lines, box }: TextGroup): void {
  const last = blocks.at(-1);
  if (last?.kind === 'contents') {
    last.lines.push(...lines.map(lineOf));
    last.box = boxAround([last.box, box]);
  } else blocks.push({ kind: 'contents', lines: lines.map(lineOf), box, reason: 'titles with the numbers of pages' });
}

function addGroup(blocks: Draft[], group: TextGroup, page: PageContent, type: Typography, above: number, below: number): void {
  if (isCode(group, type)) {
    addCode(blocks, group);
    return;
  }
  const { box } = group;
  const lines = () => group.lines.map(lineOf);
  const mark = markOf(group.lines[0]!);
  const reason = headingReason(group, type, above, below);
  if (reason && !(mark && /^[•●○◦▪■□‣⁃∙·✓*–—-]/.test(mark))) {
    blocks.push({ kind: 'heading', level: Math.max(numberedLevel(startOf(group)), type.levelOf(group.size)), lines: lines(), box, reason });
    return;
  }
  if (isFootnote(group, page, type)) blocks.push({ kind: 'footnote', lines: lines(), box, reason: 'small, below the text, with a mark' });
  else if (mark) addItem(blocks, group, mark);
  else
    blocks.push({
      kind: isCaption(startOf(group)) && isCaption(textOf(group.lines[0]!)) ? 'caption' : 'paragraph',
      lines: lines(),
      box,
      reason: 'running text',
    });
}

/** A note below the text: in small type, in the lower part of the page, and it begins with the mark that leads to it. */
function isFootnote({ lines, box, size }: TextGroup, { height }: PageContent, type: Typography): boolean {
  if (size > 0.93 * type.bodySize || box[1] < 0.5 * height) return false;
  const [first, second] = lines[0]!.words;
  const isRaised = second !== undefined && first!.size < 0.85 * second.size;
  return /^[*†‡§¶∗]/.test(first!.text) || (/^\d{1,3}\W?$/.test(first!.text) && (isRaised || first!.text.length < 3));
}

function addItem(blocks: Draft[], group: TextGroup, mark: string): void {
  const last = blocks.at(-1);
  const ordered = /[\da-zA-Z]/.test(mark);
  const item = { mark, ordered, depth: 0, box: group.box, lines: withoutMark(group, mark).map(lineOf) };
  if (last?.kind === 'list' && Math.abs(last.items.at(-1)!.box[0] - group.box[0]) < 60) {
    item.depth = depthOf(last, group.box[0]);
    last.items.push(item);
    last.box = [
      Math.min(last.box[0], group.box[0]),
      Math.min(last.box[1], group.box[1]),
      Math.max(last.box[2], group.box[2]),
      Math.max(last.box[3], group.box[3]),
    ];
  } else blocks.push({ kind: 'list', items: [item], box: group.box, reason: `marks such as ${mark}` });
}

function depthOf(list: Draft<ListBlock>, x: number): number {
  const lefts = [...new Set([...list.items.map((i) => Math.round(i.box[0] / 6)), Math.round(x / 6)])].sort((a, b) => a - b);
  return Math.min(5, lefts.indexOf(Math.round(x / 6)));
}

function withoutMark(group: TextGroup, mark: string): Segment[] {
  const [first, ...rest] = group.lines;
  const word = first!.words[0]!;
  const words = word.text === mark ? first!.words.slice(1) : [{ ...word, text: word.text.slice(mark.length) }, ...first!.words.slice(1)];
  return words.length ? [{ ...first!, words }, ...rest] : rest;
}
