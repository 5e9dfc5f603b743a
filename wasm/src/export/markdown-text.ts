/** What CommonMark 0.31 and GitHub's Markdown take for markup inside a line. */

const SPECIAL = /[<&`\\*_~\]^]/;
/** A backslash before a sign that it would take away (CommonMark, 2.4). */
const BACKSLASH = /\\(?=[!-/:-@[-`{-~])/g;
/** Tags and addresses, entities, notes, and what makes a link of brackets. */
const MARKUP = /<(?=[A-Za-z/!?])|&(?=#?\w+;)|\[(?=\^)|\](?=[([:])/g;
const MARKS = ['*', '_', '~'];

/** Text that Markdown shows as it is. What it would take for markup is escaped, and nothing else: models read it unrendered. */
export function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  let out = text.replace(BACKSLASH, '\\\\').replace(MARKUP, '\\$&');
  // One run of backticks alone begins no code.
  if (/`[^`]+`/.test(out)) out = out.replaceAll('`', '\\`');
  return MARKS.reduce(withoutEmphasis, out);
}

/** A paragraph's text, where what it begins with would make another block of it. */
export function escapedStart(text: string): string {
  return text.replace(/^(#{1,6}(\s|$)|>|[-+*]\s|([-*_])[\s\-*_]*$|=+$|~{3}|`{3})/, '\\$1');
}

/** Escapes a mark where one that may begin emphasis stands before one that may end it (6.2, "left-flanking" and "right-flanking"). */
function withoutEmphasis(text: string, mark: string): string {
  let isOpen = false;
  for (let i = text.indexOf(mark); i >= 0;) {
    let end = i + 1;
    while (text[end] === mark) end++;
    const [before, after] = [text[i - 1] ?? ' ', text[end] ?? ' '];
    // Inside a word an underscore is itself.
    const isInside = mark === '_' && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
    if (!isInside && isOpen && !/\s/.test(before)) return text.replaceAll(mark, `\\${mark}`);
    if (!isInside && !/\s/.test(after)) isOpen = true;
    i = text.indexOf(mark, end);
  }
  return text;
}
