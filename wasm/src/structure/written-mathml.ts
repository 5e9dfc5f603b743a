import { escapeXml } from '../export/markup.js';
import { mathElement, PARTS, ROWS, TOKENS } from './mathml-parts.js';

/**
 * MathML that a file has in XML, such as those that a formula is associated with (ISO 32000-2, 14.13), written anew: of it only
 * presentation elements are left, without what could lead or load from elsewhere, call a program, or hide something.
 */

/** Elements inside one another. */
const DEEPEST = 100;
/** Elements that hold anything, and those that hold nothing, beside those of ROWS. */
const MORE_ROWS = new Set(['merror', 'mmultiscripts', 'menclose', 'semantics']);
const EMPTY = new Set(['mspace', 'mprescripts', 'none']);
/** What annotates a formula is another notation of it. */
const ANNOTATIONS = new Set(['annotation', 'annotation-xml']);
/** Attributes that place or read out. Colours are left to whoever shows the text, as on a dark page. */
const ATTRIBUTES = new Set(
  (
    'accent accentunder alttext arg columnalign columnlines columnspacing columnspan depth dir displaystyle fence form frame height intent ' +
    'largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing rowspan rspace ' +
    'scriptlevel separator stretchy symmetric voffset width'
  ).split(' '),
);
/** Those that are words; the others are lengths and numbers, which are shorter. */
const WORDS = new Set(['alttext', 'arg', 'intent']);

/** One piece of XML: what is passed over, a section of text, a tag, or text. */
const PIECE =
  /<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE[^[>]*>|<!\[CDATA\[([^]*?)\]\]>|<(\/?)(?:[\w.-]+:)?([A-Za-z][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  name: string;
  attributes: string;
  /** The elements that it holds, and the text. */
  parts: string[];
  text: string;
}

/** The formula; null where it is none that is sound. `display`: it stands by itself. */
export function writtenMathml(source: string, display: boolean): string | null {
  const open: Open[] = [];
  /** Elements that are open in an annotation. */
  let skipped = 0;
  PIECE.lastIndex = source.startsWith('\ufeff') ? 1 : 0;
  for (let piece = PIECE.exec(source); piece; piece = PIECE.exec(source)) {
    const [, section, slash, name, attributes = '', isClosed, written] = piece;
    const top = open.at(-1);
    if (name === undefined) {
      const text = section ?? (written === undefined ? '' : withoutEntities(written));
      if (text === null) return null;
      if (skipped || !text.trim()) {
        if (top && !skipped) top.text += text;
      } else if (top && TOKENS.has(top.name)) top.text += text;
      else return null;
    } else if (skipped || (!slash && top && ANNOTATIONS.has(name))) {
      if (!isClosed) skipped += slash ? -1 : 1;
    } else if (!slash) {
      if (open.length > DEEPEST || (top ? TOKENS.has(top.name) || name === 'math' : name !== 'math')) return null;
      const element: Open = { name, attributes: kept(attributes, name), parts: [], text: '' };
      if (!isClosed) open.push(element);
      else {
        const markup = top ? markupOf(element) : null;
        if (markup === null) return null;
        top!.parts.push(markup);
      }
    } else {
      const element = open.pop();
      if (element?.name !== name) return null;
      const parent = open.at(-1);
      if (!parent) return element.parts.length ? mathElement(element.parts.join(''), display, element.attributes) : null;
      const markup = markupOf(element);
      if (markup === null) return null;
      parent.parts.push(markup);
    }
  }
  return null;
}

/** Null for what is no element of MathML's, or holds too much or too little. */
function markupOf({ name, attributes, parts, text }: Open): string | null {
  const inner = parts.join('');
  if (TOKENS.has(name)) return `<${name}${attributes}>${escapeXml(text.trim())}</${name}>`;
  if (EMPTY.has(name)) return parts.length ? null : `<${name}${attributes}></${name}>`;
  // Of a formula with annotations, the formula.
  if (name === 'semantics') return parts.length ? parts[0]! : null;
  if (!ROWS.has(name) && !MORE_ROWS.has(name) && PARTS[name] !== parts.length) return null;
  return `<${name}${attributes}>${inner}</${name}>`;
}

function kept(attributes: string, element: string): string {
  const values = new Map<string, string>();
  for (const [, name, quoted, apostrophes] of attributes.matchAll(ATTRIBUTE)) {
    const value = withoutEntities(quoted ?? apostrophes!);
    // Nothing in a formula is as long as a number of four digits would make it.
    const isSound = value !== null && (WORDS.has(name!) ? value.length < 2000 : /^[\w.%+\- ]{0,60}$/.test(value) && !/\d{4}/.test(value));
    if (isSound && ATTRIBUTES.has(name!) && (name !== 'alttext' || element === 'math')) values.set(name!, value);
  }
  return [...values].map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('');
}

/** Null where there is one that XML does not have of itself (XML 1.0, 4.6). */
function withoutEntities(text: string): string | null {
  let isSound = true;
  const plain = text.replace(/&([^;&]{0,12});?/g, (whole, name: string) => {
    const [, hex, decimal] = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
    const code = hex ? parseInt(hex, 16) : decimal ? Number(decimal) : -1;
    const character = code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : null;
    if (character === null || !whole.endsWith(';')) isSound = false;
    return character ?? '';
  });
  return isSound ? plain : null;
}
