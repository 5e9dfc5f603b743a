import type { DocumentCore } from '../core.js';
import { readPageContent, type PageContent, type Word } from '../structure/page-content.js';
import type { Box } from '../structure/tree.js';
import type { RecognizedLine } from './hocr.js';
import type { OcrOptions } from '../types.js';
import { Recognizer } from './recognizer.js';

/** Letters that a page may have beside its picture, such as a stamp or a number, for it to be read. */
const FEW_LETTERS = 40;
/** The share of the page that pictures cover. */
const PICTURE = 0.5;
/** What Tesseract is made for; a page of more pixels is read at fewer. */
const DPI = 300;
const MOST_PIXELS = 30e6;
/** Lines whose heights differ by less than this share are in one size: what a line has of letters that reach up and down makes them differ. */
const SAME_SIZE = 0.2;
/** Letters reach from the lowest to the highest over so much of an em. */
const EM = 0.95;

/** Reads the pages of a document that are pictures. */
export interface ScanReader {
  /** Gives a page that is a picture the words that it shows. */
  read(content: PageContent, signal?: AbortSignal): Promise<void>;
  /** The words that a page's picture shows; none of a page that has text. */
  words(page: number, signal?: AbortSignal): Promise<Word[]>;
}

/** Recognizers of documents, by their languages: to start one takes half a second. */
const recognizers = new WeakMap<DocumentCore, Map<string, Recognizer>>();

/** @throws OdeError `ocr-unavailable` for a language that has no such name; reading throws it where its data are not there */
export function readerOf(core: DocumentCore, { languages = ['eng'] }: OcrOptions): ScanReader {
  const held = recognizers.get(core) ?? new Map<string, Recognizer>();
  recognizers.set(core, held);
  const key = languages.join('+');
  const recognizer = held.get(key) ?? new Recognizer((name) => core.resource(name), languages);
  held.set(key, recognizer);
  const wordsOn = async (content: PageContent, signal: AbortSignal | undefined) =>
    isScan(content) ? scannedWords(core, content.page, recognizer, signal) : [];
  return {
    async read(content, signal) {
      content.words = [...content.words, ...(await wordsOn(content, signal))];
    },
    words: async (page, signal) =>
      wordsOn(
        await core.withList(page, (list) => readPageContent(core, page, list, { words: false, links: false }), { textOnly: true }),
        signal,
      ),
  };
}

/** Whether a page is a picture, and has (nearly) no text of its own: a scan without a text layer. */
function isScan({ words, images, width, height }: PageContent): boolean {
  let letters = 0;
  for (const word of words) letters += word.text.length;
  if (letters >= FEW_LETTERS) return false;
  let area = 0;
  for (const { box } of images)
    area += Math.max(0, Math.min(width, box[2]) - Math.max(0, box[0])) * Math.max(0, Math.min(height, box[3]) - Math.max(0, box[1]));
  return area >= PICTURE * width * height;
}

/** Reads the text of a page's picture: words as the engine has those of other pages, in reading order. */
async function scannedWords(core: DocumentCore, page: number, recognizer: Recognizer, signal?: AbortSignal): Promise<Word[]> {
  const { width, height } = core.pageSize(page);
  const scale = Math.min(DPI / 72, Math.sqrt(MOST_PIXELS / (width * height)));
  const picture = await core.renderPage(page, { scale, signal });
  const lines = await recognizer.read(picture.data, picture.width, picture.height, Math.round(scale * 72));
  const body = bodySize(lines);
  const words = lines.flatMap((line) => wordsOf(line, scale, Math.abs(line.size - body) < SAME_SIZE * body ? body : line.size));
  // Their baselines are no two alike.
  words.forEach((word, i) => (word.look = -1 - i));
  return words;
}

/** The height of the lines that have most of the text. */
function bodySize(lines: readonly RecognizedLine[]): number {
  const sizes = lines.flatMap(({ size, words }) => words.flatMap(({ text }) => Array.from(text, () => size)));
  return sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? 0;
}

function wordsOf({ x, y, slope, words }: RecognizedLine, scale: number, height: number): Word[] {
  const size = Math.round((2 * EM * height) / scale) / 2;
  return words.map(({ text, box: [x0, , x1] }, i) => {
    const baseline = (y + slope * ((x0 + x1) / 2 - x)) / scale;
    const box: Box = [x0 / scale, baseline - 0.8 * size, x1 / scale, baseline + 0.2 * size];
    return {
      x0: box[0],
      y0: box[1],
      x1: box[2],
      y1: box[3],
      box,
      x: x0 / scale,
      y: baseline,
      size,
      text,
      font: 0,
      fontName: '',
      bold: false,
      italic: false,
      fixedPitch: false,
      color: 0,
      look: 0,
      glued: false,
      startsLine: i === 0,
      artifact: false,
      rightToLeft: /^[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(text),
      turn: 0,
      vertical: false,
      mcid: -1,
      form: 0,
      at: 0,
      invisible: false,
      hidden: false,
      link: undefined,
      language: undefined,
    };
  });
}
