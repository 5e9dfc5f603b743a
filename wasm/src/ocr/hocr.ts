/**
 * Reads hOCR (Breuel and Baierer, "hOCR 1.2", 2021), in which Tesseract writes what it has read: lines with their boxes, their
 * baselines and how high their letters are, and the words in them.
 */

type Box = [x0: number, y0: number, x1: number, y1: number];

/** A line that was read in a picture: pixels, origin top left, y down. */
export interface RecognizedLine {
  /** The baseline: y at `x`, and how much it falls a pixel to the right. */
  x: number;
  y: number;
  slope: number;
  /** From the lowest to the highest that its letters reach. */
  size: number;
  words: { text: string; box: Box }[];
}

/** Words that Tesseract holds for less likely than this, in percent, are specks and lines of drawings. */
const LEAST_CONFIDENCE = 40;

export function linesOfHocr(hocr: string): RecognizedLine[] {
  const lines: RecognizedLine[] = [];
  const element = /<span class=['"]ocr(_line|_header|_caption|_textfloat|x_word)['"][^>]*title=(["'])(.*?)\2[^>]*>/g;
  for (let match; (match = element.exec(hocr));) {
    const [, kind, , title = ''] = match;
    const box = numbersOf(title, 'bbox') as Box;
    if (box.length !== 4) continue;
    if (kind !== 'x_word') {
      const [slope = 0, offset = 0] = numbersOf(title, 'baseline');
      const [size = box[3] - box[1]] = numbersOf(title, 'x_size');
      lines.push({ x: box[0], y: box[3] + offset, slope, size, words: [] });
      continue;
    }
    const [confidence = 0] = numbersOf(title, 'x_wconf');
    const end = hocr.indexOf('</span>', element.lastIndex);
    const text = unescaped(hocr.slice(element.lastIndex, end < 0 ? undefined : end).replace(/<[^>]*>/g, '')).trim();
    if (text && confidence >= LEAST_CONFIDENCE) lines.at(-1)?.words.push({ text, box });
  }
  return lines.filter(({ words }) => words.length);
}

/** The numbers of a property in a `title`: `bbox 1 2 3 4; baseline 0.01 -5`. */
function numbersOf(title: string, property: string): number[] {
  const part = title.split(';').find((one) => one.trim().startsWith(`${property} `));
  return part ? part.trim().split(/\s+/).slice(1).map(Number).filter(Number.isFinite) : [];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!);
}
