import type { BrowserDocument, Destination, ViewerPreferences } from '@ode/engine/browser';
import type { ViewerState } from '../../core/store.js';
import { anyLeft, fingerprintOf, leftOf, type Left } from '../remember/state.js';
import { askedFor } from './state.js';

/** How pages, and what is beside them, are arranged. */
export type Arrangement = Pick<ViewerState, 'rotation' | 'layout' | 'panel'>;

/** What a document, and how it was left in this browser, say of how it is to be shown at first. */
export interface FirstView {
  left: Left | null;
  asked: Partial<Arrangement>;
  /** Where it wants to be opened (`/OpenAction`). */
  destination?: Destination;
  /** What it wants to be called (`/DisplayDocTitle`). */
  title: string | null;
}

/** Where there is no more room than this, in CSS pixels, a panel is opened by the reader alone. */
const NARROW = 620;

const asking = new WeakMap<BrowserDocument, Promise<FirstView>>();
const answers = new WeakMap<BrowserDocument, FirstView>();

/** Asked once of a document. Resolves also for one that says nothing of itself. */
export function firstViewOf(document: BrowserDocument): Promise<FirstView> {
  let asked = asking.get(document);
  if (!asked) {
    asked = ask(document);
    asking.set(document, asked);
    void asked.then((view) => answers.set(document, view));
  }
  return asked;
}

/** The answer of `firstViewOf`, where it has come. */
export function knownFirstView(document: BrowserDocument): FirstView | undefined {
  return answers.get(document);
}

async function ask(document: BrowserDocument): Promise<FirstView> {
  const [preferences, left] = await Promise.all([
    document.viewerPreferences().catch((): ViewerPreferences => ({})),
    anyLeft() ? fingerprintOf(document).then(leftOf, () => null) : null,
  ]);
  const { displayDocTitle, destination } = preferences;
  const { title = '' } = displayDocTitle ? await document.metadata().catch(() => ({ title: '' })) : {};
  return { left, asked: askedFor(preferences), ...(destination && { destination }), title: title.trim() || null };
}

/**
 * What is wanted of the arrangement in a window of a width in CSS pixels: how the document was left, else what the host has
 * said, else what the document asks for.
 */
export function arranged({ left, asked }: FirstView, host: Partial<Arrangement>, width: number): Partial<Arrangement> {
  const { panel, ...rest } = left ? { rotation: left.rotation, layout: left.layout, panel: left.panel } : { ...asked, ...host };
  return { ...rest, ...(panel && (!panel.open || width > NARROW) && { panel }) };
}
