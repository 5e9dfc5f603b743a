import { joinContents } from './contents.js';
import { findFigures } from './figures.js';
import { findFormulas } from './formulas.js';
import { cutAtGutters } from './gutters.js';
import type { PageContent, Word } from './page-content.js';
import { joinMarks } from './paragraphs.js';
import { findRows, findSegments, makeSegment, type Segment } from './segments.js';
import { alignedTables } from './tables/aligned.js';
import { withoutCaptions } from './tables/captions.js';
import { drawnRules, sidesOfFills } from './tables/rules.js';
import { ruledTables } from './tables/ruled.js';
import type { Draft } from './tree.js';

/** A page taken apart into tables and lines. */
export interface Layout {
  content: PageContent;
  /** Tables and figures. */
  apart: Draft[];
  lines: Segment[];
  /** Those of a table of contents. */
  contents: ReadonlySet<Segment>;
}

/** `drawn`: whether text among shapes may be lettering in a drawing. */
export function layOut(content: PageContent, drawn = true): Layout {
  const isUpright = !content.words.some((w) => w.turn !== 0);
  const upright = isUpright ? content.words : content.words.filter((w) => w.turn === 0);
  const rules = drawnRules(content);
  const { figures, rest } = drawn ? findFigures(content, upright) : { figures: [], rest: upright };
  const plots = figures.map((figure) => figure.box);
  const sides = sidesOfFills(content);
  const ruled = ruledTables(rules, rest, plots, sides);
  const filled = ruledTables(sides, ruled.rest, plots);
  const { segments, rows } = cutAtGutters(findSegments(filled.rest));
  const { contents, rest: text } = joinContents(segments, rows);
  const { formulas, rest: written } = findFormulas(text);
  const isWhole = !contents.size && !formulas.length;
  const aligned = alignedTables(written, isWhole ? rows : findRows(written), { rules, plots, pieces: content.rules });
  const lines = [...joinMarks(aligned.rest), ...contents];
  return {
    content,
    contents,
    apart: [...[...ruled.tables, ...filled.tables, ...aligned.tables].flatMap(withoutCaptions), ...formulas, ...figures],
    lines: isUpright ? lines : [...lines, ...turnedLines(content.words)],
  };
}

/** Lines that run up, down or upside down, as they were written. */
function turnedLines(words: readonly Word[]): Segment[] {
  const lines: Segment[] = [];
  let open: Word[] = [];
  for (const word of words) {
    if (word.turn === 0) continue;
    if (open.length && word.startsLine) {
      lines.push(makeSegment(open, lines.length));
      open = [];
    }
    open.push(word);
  }
  if (open.length) lines.push(makeSegment(open, lines.length));
  return lines;
}
