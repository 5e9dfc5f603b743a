/** The page, counted from 0, that somebody means who typed this, counting from 1; null: no page at all. */
export function pageOf(typed: string, count: number): number | null {
  const wanted = Number(typed);
  if (typed.trim() === '' || !Number.isInteger(wanted)) return null;
  return Math.min(count, Math.max(1, wanted)) - 1;
}
