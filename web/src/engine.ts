import { openDocument as open, type BrowserOptions, type Document, type Source } from '@ode/engine/browser';

/** Opens a PDF with the engine as this build ships it: from its own origin, in its own workers. */
export function openDocument(source: Source, options: BrowserOptions): Promise<Document> {
  return open(source, { resourcesUrl: __RESOURCES__, ...options });
}
