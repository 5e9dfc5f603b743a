import type { BrowserDocument, Metadata } from '@ode/engine/browser';
import type { ViewerState } from '../../core/store.js';
import type { Place } from '../../core/place.js';

/** How a document was left. */
export interface Left extends Pick<ViewerState, 'rotation' | 'layout' | 'panel'> {
  place: Place;
  /** When, in ms since 1970. */
  at: number;
}

type LeftDocuments = Record<string, Left>;

const KEY = 'ode-left';
/** Documents that were left longest ago are forgotten beyond so many. */
const MOST = 200;

/** Adds a document to those that are remembered; the oldest go. */
export function withLeft(all: LeftDocuments, fingerprint: string, left: Left): LeftDocuments {
  const others = Object.entries(all).filter(([key]) => key !== fingerprint);
  const newest = others.sort(([, a], [, b]) => b.at - a.at).slice(0, MOST - 1);
  return Object.fromEntries([[fingerprint, left], ...newest]);
}

/** What tells a document from others, also after it has been changed: its file identifier, or else a hash of what it is. */
export async function fingerprintOf(document: BrowserDocument): Promise<string> {
  const { id, ...facts } = await document.metadata();
  // Some writers give every file the same zeros.
  return id && /[1-9a-f]/.test(id) ? id : hashOf(document, facts);
}

function hashOf(document: BrowserDocument, { xmp: _, ...facts }: Metadata): string {
  // Of a file on a server other sizes are not known yet.
  return `${document.byteLength}-${fnv1a(JSON.stringify([document.pageCount, document.pageSize(0), facts])).toString(16)}`;
}

/** Fowler, Noll and Vo's hash in 32 bits, of UTF-16 code units. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function readAll(): LeftDocuments {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {}) as LeftDocuments;
  } catch {
    return {}; // there is no storage, or something else stands in it
  }
}

/** Whether any document is remembered at all. */
export function anyLeft(): boolean {
  return Object.keys(readAll()).length > 0;
}

export function leftOf(fingerprint: string): Left | null {
  const left = readAll()[fingerprint];
  return left && Number.isInteger(left.place?.page) && typeof left.place.zoom?.mode === 'string' ? left : null;
}

export function keepLeft(fingerprint: string, left: Left): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(withLeft(readAll(), fingerprint, left)));
  } catch {
    // Where nothing may be stored, nothing is remembered.
  }
}
