/** What a document consists of. Boxes are x0 y0 x1 y1 in page points, origin top left, y down. */

export type Box = [x0: number, y0: number, x1: number, y1: number];

/** Text of one look. */
export interface Span {
  text: string;
  box: Box;
  /** The font's name. */
  font: string;
  /** Points. */
  size: number;
  bold?: boolean;
  italic?: boolean;
  fixedPitch?: boolean;
  /** `#rrggbb`, where it is not black. */
  color?: string;
  script?: 'super' | 'sub';
  /** A URL, or `#page-N`. */
  link?: string;
  /** BCP 47, where it is another than that of the text around it. */
  language?: string;
  /** The `id` of the footnote that it is the mark of. */
  note?: string;
  /** The formula that it is, as MathML, where its author says so; '': one goes on that began in a line before. */
  mathml?: string;
  /** Nobody sees it on the page: it is invisible, covered, white on white or a point high. */
  hidden?: boolean;
  /** Its words, each with its box. */
  words: { text: string; box: Box }[];
}

export interface Line {
  box: Box;
  spans: Span[];
}

interface Common {
  /** Its page and its place there, from 1: `3.7`. The same each time that the document is read. */
  id: string;
  /** The `id` of the block that it goes on: on the page before, or in front of a figure, a table or a note on its own. */
  continues?: string;
  /** All zeros where its place is not known. */
  box: Box;
  /** BCP 47, where it is another than the document's. */
  language?: string;
  /** Why it is what it is, in words: for those who look into how a page was read. */
  reason: string;
}

export interface TextBlock extends Common {
  kind: 'heading' | 'paragraph' | 'contents' | 'caption' | 'footnote' | 'running-head' | 'page-number' | 'code' | 'formula';
  /** Of a heading: 1 to 6. */
  level?: number;
  /** Of a footnote: the mark that leads to it. */
  mark?: string;
  /** Of a formula, where its author says so: what it is as MathML, and in words. */
  mathml?: string;
  alt?: string;
  lines: Line[];
}

export interface ListItem {
  /** The mark as it stands on the page, such as `•` or `(a)`. */
  mark: string;
  /** Whether the marks count. */
  ordered: boolean;
  /** Nesting, from 0. */
  depth: number;
  box: Box;
  lines: Line[];
}

export interface ListBlock extends Common {
  kind: 'list';
  items: ListItem[];
}

export interface Cell {
  row: number;
  column: number;
  rowSpan: number;
  columnSpan: number;
  header: boolean;
  box: Box;
  lines: Line[];
}

export interface TableBlock extends Common {
  kind: 'table';
  rows: number;
  columns: number;
  /** In the order of rows, then columns; every place of the grid belongs to just one cell. */
  cells: Cell[];
}

export interface FigureBlock extends Common {
  kind: 'figure';
  /** What is written in it. */
  lines: Line[];
  /** What it shows, where its author says so. */
  alt?: string;
}

export type Block = TextBlock | ListBlock | TableBlock | FigureBlock;

/** A block that has no `id` yet: its place on the page is not known. */
export type Draft<B extends Block = Block> = B extends Block ? Omit<B, 'id'> : never;

export interface StructuredPage {
  /** From 0. */
  page: number;
  width: number;
  height: number;
  /** Its text is written from the top down, each line to the left of the one before. */
  vertical?: boolean;
  blocks: Block[];
}
