import type { LoadResource } from './resources.js';
import type { FallbackFont, FontSource } from './types.js';

/** The engine's names for such fonts: `fallback`, or `fallback-` and a language. */
const NAME = /^fallback(?:-(.+))?$/;

/**
 * Resources, with fonts for text whose own font is not embedded (assembly/font/fallback.ts) among them. `read` brings the
 * bytes of an address.
 */
export function withFallbackFont(
  load: LoadResource,
  fonts: FallbackFont | undefined,
  read: (address: string) => Promise<Uint8Array | null>,
): LoadResource {
  return async (name) => {
    const match = NAME.exec(name);
    if (!match) return load(name);
    const source = sourceFor(fonts, match[1]);
    if (!source) return null;
    // A font that cannot be had costs the text in it: the engine warns of it.
    return bytesOf(source, read).catch(() => null);
  };
}

/** Without a language: any font rather than none. */
function sourceFor(fonts: FallbackFont | undefined, language: string | undefined): FontSource | undefined {
  if (!fonts || isSource(fonts)) return fonts;
  const byName = fonts as Record<string, FontSource | undefined>;
  return (language && byName[language]) ?? fonts.default ?? (language ? undefined : Object.values(byName)[0]);
}

function isSource(fonts: FallbackFont): fonts is FontSource {
  return typeof fonts === 'string' || fonts instanceof URL || fonts instanceof Uint8Array || fonts instanceof Blob;
}

async function bytesOf(source: FontSource, read: (address: string) => Promise<Uint8Array | null>): Promise<Uint8Array | null> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  const [address, index] = splitIndex(String(source));
  const bytes = await read(address);
  return bytes && chosenFont(bytes, index);
}

/** `fonts.ttc#2`: the third font of a collection. */
function splitIndex(address: string): [address: string, index: number] {
  const match = /^(.*)#(\d+)$/.exec(address);
  return match ? [match[1]!, Number(match[2])] : [address, 0];
}

/** A collection of which the font at `index` stands first, where the engine takes it (OpenType, "TTC header"). */
function chosenFont(bytes: Uint8Array, index: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isCollection = bytes.length >= 16 && view.getUint32(0) === 0x74746366; // ttcf
  if (!isCollection || index === 0 || index >= view.getUint32(8) || 16 + index * 4 > bytes.length) return bytes;
  const chosen = bytes.slice();
  new DataView(chosen.buffer).setUint32(12, view.getUint32(12 + index * 4));
  return chosen;
}

/** The same fonts with addresses that mean the same in a worker. */
export function absoluteFonts(fonts: FallbackFont | undefined, base: string): FallbackFont | undefined {
  const absolute = (source: FontSource) => (typeof source === 'string' || source instanceof URL ? new URL(source, base).href : source);
  if (!fonts || isSource(fonts)) return fonts && absolute(fonts);
  return Object.fromEntries(Object.entries(fonts).flatMap(([language, source]) => (source ? [[language, absolute(source)]] : [])));
}
