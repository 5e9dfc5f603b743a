import type { BrowserDocument } from '@ode/engine/browser';
import { TextLayer as Layer } from '../features/text/text.js';

const stay = () => undefined;

/** A page's text over its picture, not to be seen, but to be selected, copied and read out. Inside a `<Page>`; its rules are in style.css. */
export function TextLayer({ document, index }: { document: BrowserDocument; index: number }) {
  return <Layer document={document} index={index} onGo={stay} />;
}
