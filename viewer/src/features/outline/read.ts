import type { BrowserDocument, OutlineItem } from '@ode/engine/browser';

const asked = new WeakMap<BrowserDocument, Promise<OutlineItem[]>>();

/** The document's outline, which is asked for once. */
export function outlineOf(document: BrowserDocument): Promise<OutlineItem[]> {
  let outline = asked.get(document);
  if (!outline) {
    asked.set(document, (outline = document.outline()));
    outline.catch(() => asked.delete(document));
  }
  return outline;
}
