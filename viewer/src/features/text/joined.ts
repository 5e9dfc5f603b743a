const DIVIDED = /(\p{L}+)([-\u00ad\u2010])\s*$/u;
const BEGINS = /^\s*(\p{L}+)/u;
const COMPOUND = /\p{L}+(?:[-\u2010]\p{L}+)+/gu;

/** Compounds such as "well-known" that stand inside of lines, as pairs of their parts in small letters: at the end of a line the hyphen is theirs, too. */
export function compoundsIn(texts: Iterable<string>): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const text of texts)
    for (const [compound] of text.toLowerCase().matchAll(COMPOUND)) {
      const parts = compound.split(/[-\u2010]/);
      for (let i = 1; i < parts.length; i++) pairs.add(`${parts[i - 1]!}-${parts[i]!}`);
    }
  return pairs;
}

/** Whether a word goes on from one line to the next. */
export const isDivided = (before: string, after: string): boolean => DIVIDED.test(before) && BEGINS.test(after);

const NONE: ReadonlySet<string> = new Set();

/** Two lines of a paragraph as one: a word that was divided is whole, and keeps a hyphen of its own. */
export function joined(before: string, after: string, compounds = NONE): string {
  const [, first, hyphen] = DIVIDED.exec(before) ?? [];
  const [, second] = BEGINS.exec(after) ?? [];
  if (first && second) {
    const isOwn = hyphen !== '\u00ad' && (!/^\p{Ll}/u.test(second) || compounds.has(`${first}-${second}`.toLowerCase()));
    return (isOwn ? before.trimEnd() : before.replace(/[-\u00ad\u2010]\s*$/u, '')) + after.trimStart();
  }
  // Chinese and Japanese have no spaces between words.
  const wide = /[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]/;
  const space = wide.test(before.at(-1) ?? '') && wide.test(after[0] ?? '') ? '' : ' ';
  return before.trimEnd() + space + after.trimStart();
}
