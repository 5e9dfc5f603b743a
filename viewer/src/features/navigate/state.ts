/** The page, counted from 0, that somebody means who typed this, counting from 1; null: no page at all. */
export function pageOf(typed: string, count: number): number | null {
  const wanted = Number(typed);
  if (typed.trim() === '' || !Number.isInteger(wanted)) return null;
  return Math.min(count, Math.max(1, wanted)) - 1;
}

export type Command = 'zoom-in' | 'zoom-out' | 'fit-width' | 'fit-page' | 'next-page' | 'previous-page' | 'first-page' | 'last-page';

const KEYS = new Map<string, Command>([
  ['n', 'next-page'],
  ['p', 'previous-page'],
  ['Home', 'first-page'],
  ['End', 'last-page'],
]);
/** These also work with Control or Command, where the browser would zoom its own page. */
const ZOOM_KEYS = new Map<string, Command>([
  ['+', 'zoom-in'],
  ['=', 'zoom-in'],
  ['-', 'zoom-out'],
  ['0', 'fit-width'],
  ['9', 'fit-page'],
]);

/** What a key asks the viewer to do; null: nothing. */
export function commandOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): Command | null {
  if (event.altKey) return null;
  const held = event.ctrlKey || event.metaKey;
  // Control and 9 is the browser's last tab.
  if (held && event.key === '9') return null;
  return ZOOM_KEYS.get(event.key) ?? (held ? null : (KEYS.get(event.key) ?? null));
}
