import { createContext, useContext } from 'react';
import { en } from './en.js';
import type { enAttachments } from './en-attachments.js';
import type { enColors } from './en-colors.js';
import type { enComments } from './en-comments.js';
import type { enFailures } from './en-failures.js';
import type { enFallback } from './en-fallback.js';
import type { enForms } from './en-forms.js';
import type { enLayers } from './en-layers.js';
import type { enMenu } from './en-menu.js';
import type { enNotice } from './en-notice.js';
import type { enPassword } from './en-password.js';
import type { enPrint } from './en-print.js';
import type { enProperties } from './en-properties.js';
import type { enReaderView } from './en-reader-view.js';
import { createTranslator, languageFor as firstOf, type Compiled, type Translator } from './translator.js';

export type { MessageValues } from './translator.js';

type English = typeof en &
  typeof enAttachments &
  typeof enColors &
  typeof enComments &
  typeof enFailures &
  typeof enFallback &
  typeof enForms &
  typeof enLayers &
  typeof enMenu &
  typeof enNotice &
  typeof enPassword &
  typeof enPrint &
  typeof enProperties &
  typeof enReaderView;

export type MessageKey = keyof English;
/** All messages in one language. */
export type Catalogue = Compiled<MessageKey>;
/** Says things in one language. */
export type Messages = Translator<MessageKey>;

/** The other languages, each loaded when it is wanted. */
export const LANGUAGES: Record<string, () => Promise<Catalogue>> = {
  ar: async () => (await import('./ar.js')).ar,
  de: async () => (await import('./de.js')).de,
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
  ja: async () => (await import('./ja.js')).ja,
  pt: async () => (await import('./pt.js')).pt,
  zh: async () => (await import('./zh.js')).zh,
};

/** The language of the viewer for the first of some wishes (BCP 47) that there is one for; English otherwise. */
export function languageFor(wishes: readonly string[], there: readonly string[] = Object.keys(LANGUAGES)): string {
  return firstOf(wishes, there);
}

/** English, as far as it has come. */
const there = { ...en } as Catalogue;

/** Adds what a part of the viewer says in English, which comes with the part. */
export function addEnglish(messages: Partial<Catalogue>): void {
  Object.assign(there, messages);
}

export function createMessages(locale: string, catalogue: Partial<Catalogue>): Messages {
  return createTranslator(locale, catalogue, there);
}

export const english = createMessages('en', en);

/** The messages for some wishes. Where a catalogue cannot be loaded, English. */
export async function loadMessages(wishes: readonly string[]): Promise<Messages> {
  const language = languageFor(wishes);
  const load = LANGUAGES[language];
  if (!load) return english;
  return load().then(
    (catalogue) => createMessages(language, catalogue),
    () => english,
  );
}

export const MessagesContext = createContext<Messages>(english);

export function useMessages(): Messages {
  return useContext(MessagesContext);
}
