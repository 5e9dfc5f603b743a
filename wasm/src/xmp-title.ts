/** Titles that an XMP packet has at most so many letters of. */
const LONGEST = 2000;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The title that an XMP packet tells (`dc:title`, ISO 16684-1, 8.3), where a document's information dictionary tells none, as
 * PDF/UA has it: that of `x-default`, else the first.
 */
export function titleOfXmp(xmp: string): string | undefined {
  const start = xmp.indexOf('<dc:title');
  const end = xmp.indexOf('</dc:title>', start);
  if (start < 0 || end < 0) return undefined;
  const items = xmp.slice(start, end).split('<rdf:li').slice(1);
  const item = items.find((one) => /^[^>]*xml:lang=["']x-default["']/.test(one)) ?? items[0];
  const text = item
    ?.slice(item.indexOf('>') + 1)
    .split('<')[0]!
    .slice(0, LONGEST);
  return text?.replace(/&(#x?[\da-f]+|\w+);/gi, decoded).trim() || undefined;
}

/** A reference of XML's (XML 1.0, 4.1, 4.6); one that means nothing stays as it is. */
function decoded(all: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name] ?? all;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : all;
}
