import type { DocumentCore } from '../core.js';
import { textOfLine } from '../structure/spans.js';
import { structured } from '../structure/structured.js';
import type { Block, Box } from '../structure/tree.js';
import type { ConvertOptions } from '../types.js';
import { pictureOf } from './figure-picture.js';
import { escapeXml, short } from './markup.js';

/** No script, no request. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Hues, by what a block is. */
const HUES: Readonly<Record<Block['kind'], number>> = {
  heading: 0,
  paragraph: 215,
  list: 145,
  table: 280,
  figure: 30,
  caption: 45,
  footnote: 190,
  formula: 320,
  code: 260,
  contents: 165,
  'running-head': 240,
  'page-number': 240,
};

const STYLE = `
body{margin:0;background:#e9ebee;color:#1b1c1e;font:14px/1.45 system-ui,sans-serif}
h1{font-size:18px;margin:16px 24px}
section{display:flex;flex-wrap:wrap;gap:24px;padding:16px 24px}
svg{background:#fff;box-shadow:0 1px 4px #0003;flex:none;max-width:100%;height:auto}
ol{margin:0;padding:0;list-style:none;flex:1;min-width:280px}
li{border-inline-start:4px solid;padding:2px 8px;margin-bottom:6px;background:#fff}
b{margin-inline-end:.6em}
small{color:#4a4f57;display:block}
`;

/** How a document was read: each page with a box around every block and, beside it, what the block is and why. */
export async function* debugOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string, void> {
  const name = options.title ?? (core.metadata().title || 'Document');
  yield `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n<title>${escapeXml(name)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<h1>${escapeXml(name)}</h1>\n`;
  for await (const { page, width, height, blocks } of structured(core, options)) {
    const picture = await pictureOf(core, page, [0, 0, width, height]);
    const image = picture ? `<image href="${picture.url}" width="${short(width)}" height="${short(height)}" opacity=".6"/>` : '';
    const size = `width="${Math.round(width)}" height="${Math.round(height)}" viewBox="0 0 ${short(width)} ${short(height)}"`;
    yield `<section aria-label="Page ${page + 1}">\n<svg ${size} role="img" aria-label="Page ${page + 1}">${image}${blocks.map(overlayOf).join('')}</svg>\n<ol>\n`;
    yield blocks.map(entryOf).join('');
    yield '</ol>\n</section>\n';
  }
  yield '</body>\n</html>\n';
}

function overlayOf(block: Block): string {
  const { id, box } = block;
  const color = `hsl(${HUES[block.kind]} 80% 40%)`;
  const parts = block.kind === 'table' ? block.cells.map((c) => c.box) : block.kind === 'list' ? block.items.map((i) => i.box) : [];
  const rect = ([x0, y0, x1, y1]: Box, look: string) =>
    `<rect x="${short(x0)}" y="${short(y0)}" width="${short(Math.max(0, x1 - x0))}" height="${short(Math.max(0, y1 - y0))}" stroke="${color}" ${look}/>`;
  const inner = parts.map((part) => rect(part, 'fill="none" stroke-width=".4"')).join('');
  const label = `<text x="${short(box[0])}" y="${short(box[1] - 1.5)}" font-size="6" fill="${color}">${id} ${block.kind}</text>`;
  return `<g>${rect(box, `fill="${color}" fill-opacity=".1" stroke-width="1"`)}${inner}${label}<title>${escapeXml(`${id} ${block.kind}: ${block.reason}`)}</title></g>`;
}

function entryOf(block: Block): string {
  const level = block.kind === 'heading' ? ` ${block.level ?? 1}` : '';
  const goesOn = block.continues === undefined ? '' : `, goes on from ${block.continues}`;
  const head = `<b>${block.id} ${block.kind}${level}</b>${escapeXml(block.reason + goesOn)}`;
  return `<li style="border-color:hsl(${HUES[block.kind]} 80% 40%)">${head}<small>${escapeXml(textOf(block).slice(0, 120))}</small></li>\n`;
}

function textOf(block: Block): string {
  if (block.kind === 'table') return `${block.rows} rows, ${block.columns} columns`;
  if (block.kind === 'list') return block.items.map((i) => `${i.mark} ${i.lines.map(textOfLine).join(' ')}`).join(' ');
  return block.lines.map(textOfLine).join(' ');
}
