import fs from 'node:fs';
import { ChevronRight, Images, Info, Layers, ListTree, MessageSquareText, Paperclip } from 'lucide-react';
import { createElement, type ComponentType } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Plugin } from 'vite';
import { cataloguesOf } from '../../viewer/scripts/messages.mjs';

const MODULE = 'virtual:ode-panel';
const MESSAGES = new URL('../../viewer/src/messages/', import.meta.url);

/** The viewer's tabs in their order, with what they are known by. */
const TABS = {
  pages: Images,
  outline: ListTree,
  attachments: Paperclip,
  layers: Layers,
  comments: MessageSquareText,
  properties: Info,
};

/** What the side panel shows that is in no document, as markup and words: the code that shows it first has neither React nor catalogues. */
export function panel(): Plugin {
  return {
    name: 'ode-panel',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    async load(id) {
      if (id !== `\0${MODULE}`) return;
      const tabs = Object.entries(TABS).map(([id, icon]) => ({ id, icon: markup(icon, 18) }));
      return `export const TURN = ${JSON.stringify(markup(ChevronRight, 15))};
        export const TABS = ${JSON.stringify(tabs)};
        export const LABELS = ${JSON.stringify(await labels())};`;
    },
  };
}

const markup = (icon: ComponentType<{ size: number }>, size: number) => renderToStaticMarkup(createElement(icon, { size }));

/** What each tab is called, by language and tab. */
async function labels(): Promise<Record<string, Record<string, string>>> {
  const all: Record<string, Record<string, string>> = {};
  for (const file of fs.readdirSync(MESSAGES)) {
    const [, language] = /^([a-z]{2})\.ts$/.exec(file) ?? [];
    if (!language) continue;
    const { [language]: catalogue } = await cataloguesOf(fs.readFileSync(new URL(file, MESSAGES), 'utf8'));
    all[language] = Object.fromEntries(Object.keys(TABS).map((id) => [id, catalogue![`${id}.label`]!]));
  }
  return all;
}
