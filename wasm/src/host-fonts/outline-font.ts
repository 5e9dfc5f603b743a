import { HostLanguage, HostStyle } from '../abi.js';
import { trace, type Polygon } from './trace.js';

/** A character as `HostGlyph` of assembly/font/host-glyph.ts has it. */
export interface DrawnCharacter {
  /** In em. */
  advance: number;
  polygons: Uint8Array;
}

/** Draws a character in the style of a `HostGlyph`; null when no font has it. */
export type DrawCharacter = (unicode: number, style: number) => DrawnCharacter | null;

/** Pixels an em: a line that is traced is off by less than a thousandth of the em. */
const EM = 128;
/** Where the origin is, and how large the picture: characters reach this far around their em box. */
const LEFT = 64;
const BASELINE = 176;
const SIZE = 256;
/** Pixels that a line may be off when it is made simpler. */
const TOLERANCE = 0.1;
/** A character that no font has: the last one for private use. */
const NOBODYS = 0x10fffd;

/** Common names of fonts for a language, sans serif and serif; what a browser takes without them may have another country's shapes. */
const FAMILIES: Readonly<Record<HostLanguage, readonly [tag: string, sans: string, serif: string]>> = {
  [HostLanguage.Unknown]: ['', '', ''],
  [HostLanguage.Japanese]: [
    'ja',
    '"Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", ',
    '"Hiragino Mincho ProN", "Yu Mincho", "MS Mincho", "Noto Serif CJK JP", "Noto Serif JP", ',
  ],
  [HostLanguage.SimplifiedChinese]: [
    'zh-Hans',
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", ',
    '"Songti SC", SimSun, "Noto Serif CJK SC", "Noto Serif SC", ',
  ],
  [HostLanguage.TraditionalChinese]: [
    'zh-Hant',
    '"PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", "Noto Sans TC", ',
    '"Songti TC", PMingLiU, "Noto Serif CJK TC", "Noto Serif TC", ',
  ],
  [HostLanguage.Korean]: [
    'ko',
    '"Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR", ',
    'AppleMyungjo, Batang, "Noto Serif CJK KR", "Noto Serif KR", ',
  ],
};

/** Draws characters by the browser's own fonts; null where it has no canvas for workers. */
export function browserFonts(): DrawCharacter | null {
  const canvas = typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(SIZE, SIZE) : null;
  const context = canvas?.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  /** What the browser draws for what it cannot, by style. */
  const boxes = new Map<number, string>();

  const draw = (unicode: number, style: number): { advance: number; polygons: Polygon[] } => {
    const [tag, sans, serif] = FAMILIES[(style >> 8) as HostLanguage];
    const generic = style & HostStyle.FixedPitch ? 'monospace' : style & HostStyle.Serif ? 'serif' : 'sans-serif';
    const weight = style & HostStyle.Bold ? 'bold ' : '';
    context.font = `${style & HostStyle.Italic ? 'italic ' : ''}${weight}${EM}px ${style & HostStyle.Serif ? serif : sans}${generic}`;
    if ('lang' in context && tag) context.lang = tag;
    const text = String.fromCodePoint(unicode);
    context.clearRect(0, 0, SIZE, SIZE);
    context.fillText(text, LEFT, BASELINE);
    const { data } = context.getImageData(0, 0, SIZE, SIZE);
    const coverage = new Uint8Array(SIZE * SIZE);
    for (let i = 0; i < coverage.length; i++) coverage[i] = data[i * 4 + 3]!;
    return { advance: context.measureText(text).width / EM, polygons: trace(coverage, SIZE, SIZE, TOLERANCE) };
  };

  return (unicode, style) => {
    let box = boxes.get(style);
    if (box === undefined) boxes.set(style, (box = JSON.stringify(draw(NOBODYS, style).polygons)));
    const { advance, polygons } = draw(unicode, style);
    if (!polygons.length || JSON.stringify(polygons) === box) return null;
    return { advance, polygons: packed(polygons) };
  };
}

/** In em, y up. */
function packed(polygons: readonly Polygon[]): Uint8Array {
  const bytes = new Uint8Array(polygons.reduce((sum, polygon) => sum + 4 + polygon.length * 4, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const polygon of polygons) {
    view.setUint32(at, polygon.length / 2, true);
    at += 4;
    for (let i = 0; i < polygon.length; i += 2, at += 8) {
      view.setFloat32(at, (polygon[i]! - LEFT) / EM, true);
      view.setFloat32(at + 4, (BASELINE - polygon[i + 1]!) / EM, true);
    }
  }
  return bytes;
}
