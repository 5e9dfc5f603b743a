/** Two lines of a paragraph as one: a word that was divided is whole. */
export function joined(before: string, after: string): string {
  const divided = /\p{L}[-\u00ad\u2010]\s*$/u.test(before) && /^\s*\p{Ll}/u.test(after);
  if (divided) return before.replace(/[-\u00ad\u2010]\s*$/u, '') + after.trimStart();
  // Chinese and Japanese have no spaces between words.
  const wide = /[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]/;
  const space = wide.test(before.at(-1) ?? '') && wide.test(after[0] ?? '') ? '' : ' ';
  return before.trimEnd() + space + after.trimStart();
}
