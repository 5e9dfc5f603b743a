import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { DocumentCore } from '../core.js';
import type { ConvertOptions, OutlineItem } from '../types.js';
import { archiveOf, type ArchivedFile } from './archive.js';
import { escapeXml, languageOf } from './markup.js';
import { reflowOf, REFLOW_STYLE } from './reflow.js';

/** An e-book (EPUB 3.3) of what `html-reflow` says: parts of some pages each, with their pictures as files. */

/** Readers lay a part out at once. */
const PAGES_EACH = 20;
/** Not known, and the same whenever the book is made. */
const MODIFIED = '2000-01-01T00:00:00Z';

const CONTAINER =
  '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n';

export function epubOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<Uint8Array, void> {
  return archiveOf(filesOf(core, options));
}

async function* filesOf(core: DocumentCore, options: ConvertOptions): AsyncGenerator<ArchivedFile> {
  const file = (name: string, text: string): ArchivedFile => ({ name, bytes: new TextEncoder().encode(text) });
  const metadata = core.metadata();
  const title = escapeXml((options.title ?? metadata.title)?.trim() || 'Document');
  const language = languageOf(metadata.language);
  // The first file, and not compressed (EPUB 3.3, 4.2.2).
  yield { ...file('mimetype', 'application/epub+zip'), stored: true };
  yield file('META-INF/container.xml', CONTAINER);
  yield file('style.css', REFLOW_STYLE);
  const parts: string[] = [];
  const pictures: string[] = [];
  /** Parts that say so in the list of files (EPUB 3.3, appendix D). */
  const withFormulas = new Set<string>();
  const pageParts = new Map<number, string>();
  let sections: string[] = [];
  const told = sha256.create();
  const part = (): ArchivedFile => {
    const name = `part-${parts.length + 1}.xhtml`;
    parts.push(name);
    const body = sections.join('');
    sections = [];
    if (body.includes('<math')) withFormulas.add(name);
    return file(name, page(title, language, '<link rel="stylesheet" href="style.css"/>', `<main>\n${body}</main>`));
  };
  for await (const chunk of sectionsOf(reflowOf(core, options))) {
    const number = Number(/^<section id="page-(\d+)"/.exec(chunk)![1]);
    pageParts.set(number, `part-${parts.length + 1}.xhtml`);
    const { xhtml, images } = wellFormed(chunk, pictures.length);
    for (const { name, bytes } of images) {
      pictures.push(name);
      yield { name, bytes, stored: true };
    }
    told.update(new TextEncoder().encode(xhtml));
    sections.push(xhtml);
    if (sections.length === PAGES_EACH) yield part();
  }
  if (sections.length || !parts.length) yield part();
  const href = (number: number) => `${pageParts.get(number) ?? parts[0]!}#page-${number}`;
  const entries = outlineEntries(core.outline(), (number) => (pageParts.has(number) ? href(number) : null));
  const list =
    entries || `<ol>${[...pageParts.keys()].map((number) => `<li><a href="${href(number)}">Page ${number}</a></li>`).join('')}</ol>`;
  yield file(
    'contents.xhtml',
    page(
      title,
      language,
      '',
      `<nav epub:type="toc" id="toc"><h1>Contents</h1>${list || `<ol><li><a href="${parts[0]}">${title}</a></li></ol>`}</nav>`,
    ),
  );
  const items = [
    ...parts.map((name, i) => {
      const properties = withFormulas.has(name) ? ' properties="mathml"' : '';
      return `<item id="part-${i + 1}" href="${name}" media-type="application/xhtml+xml"${properties}/>`;
    }),
    ...pictures.map((name, i) => {
      const type = name.endsWith('.svg') ? 'svg+xml' : 'png';
      return `<item id="picture-${i + 1}" href="${name}" media-type="image/${type}"/>`;
    }),
  ];
  const author = metadata.author?.trim();
  yield file(
    'book.opf',
    `<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${language}"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:sha256:${bytesToHex(told.digest())}</dc:identifier><dc:title>${title}</dc:title><dc:language>${language}</dc:language>${author ? `<dc:creator>${escapeXml(author)}</dc:creator>` : ''}<meta property="dcterms:modified">${MODIFIED}</meta></metadata><manifest><item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="style" href="style.css" media-type="text/css"/>${items.join('')}</manifest><spine>${parts.map((_, i) => `<itemref idref="part-${i + 1}"/>`).join('')}</spine></package>\n`,
  );

  /** HTML as XML has it, its pictures as files, its links to other pages by their parts' names: those of pages behind are not known yet, and lead to where the text of the page will be. */
  function wellFormed(html: string, count: number): { xhtml: string; images: { name: string; bytes: Uint8Array }[] } {
    const images: { name: string; bytes: Uint8Array }[] = [];
    const xhtml = html
      .replace(/<(img|br|hr|col)\b((?:[^>"]|"[^"]*")*?)\/?>/g, '<$1$2/>')
      .replace(/ src="data:image\/(png|svg)(?:\+xml)?;base64,([^"]*)"/g, (_, type: string, data: string) => {
        const name = `pictures/${count + images.length + 1}.${type}`;
        images.push({ name, bytes: Uint8Array.from(atob(data), (character) => character.charCodeAt(0)) });
        return ` src="${name}"`;
      })
      .replace(/ href="#page-(\d+)"/g, (_, number: string) => ` href="part-${partOf(core, options, Number(number))}.xhtml#page-${number}"`);
    return { xhtml, images };
  }
}

/** The part in which a page is, from 1. */
function partOf({ pageCount }: DocumentCore, { pages }: ConvertOptions, number: number): number {
  const at = pages ? pages.indexOf(number - 1) : number <= pageCount ? number - 1 : -1;
  return Math.floor(Math.max(0, at) / PAGES_EACH) + 1;
}

/** The sections, one a page, of a document that comes in pieces. */
async function* sectionsOf(html: AsyncIterable<string>): AsyncGenerator<string> {
  let section = '';
  for await (const piece of html) {
    if (!section && !piece.startsWith('<section')) continue;
    section += piece;
    if (piece !== '</section>\n') continue; // those of tables end inside of theirs
    yield section;
    section = '';
  }
}

function outlineEntries(items: readonly OutlineItem[], hrefOf: (page: number) => string | null): string {
  const entries = items.flatMap(({ title, destination, children }) => {
    const href = destination && hrefOf(destination.page + 1);
    const inside = outlineEntries(children, hrefOf);
    const name = escapeXml(title.trim() || '–');
    // An entry without a link has to have others (EPUB 3.3, 7.3).
    return href || inside ? [`<li>${href ? `<a href="${href}">${name}</a>` : `<span>${name}</span>`}${inside}</li>`] : [];
  });
  return entries.length ? `<ol>${entries.join('')}</ol>` : '';
}

function page(title: string, language: string, head: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="${language}" lang="${language}"><head><meta charset="utf-8"/><title>${title}</title>${head}</head><body>\n${body}\n</body></html>\n`;
}
