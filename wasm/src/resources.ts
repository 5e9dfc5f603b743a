/** Brings a resource of the engine by its file name; null where there is none of that name. */
export type LoadResource = (name: string) => Promise<Uint8Array | null>;

/** The folder of `dist/resources/` that a resource is in, by its ending; null for a name that is no resource's. */
export function resourceFolder(name: string): string | null {
  if (!/^[A-Za-z0-9_-]+\.[a-z]+$/.test(name)) return null;
  if (name.endsWith('.bcmap')) return 'cmaps';
  if (name.endsWith('.wasm')) return 'wasm';
  if (name.endsWith('.traineddata')) return 'ocr';
  return name.endsWith('.pfb') || name.endsWith('.ttf') ? 'standard_fonts' : null;
}

/** A folder of the shape of `dist/resources/`; or where each resource is, with all CMaps in one file, `CMAPS`. */
export type ResourceAddresses = string | Readonly<Record<string, string>>;

export const CMAPS = 'cmaps.pack';

/** Loads resources from addresses. `download` gives null for what is not there. */
export function resourcesAt(addresses: ResourceAddresses, download: (url: string | URL) => Promise<Uint8Array | null>): LoadResource {
  if (typeof addresses !== 'string') {
    const load = loadOnce(async (name) => (Object.hasOwn(addresses, name) ? download(addresses[name]!) : null));
    return async (name) => (name.endsWith('.bcmap') ? unpack(await load(CMAPS), name) : load(name));
  }
  return async (name) => {
    const folder = resourceFolder(name);
    return folder ? download(new URL(`${folder}/${name}`, addresses)) : null;
  };
}

/** A file out of a pack: the length of its contents' list, in 4 bytes, low one first; the list, `{ name: [offset, length] }`; the files. */
function unpack(pack: Uint8Array | null, name: string): Uint8Array | null {
  if (!pack) return null;
  const start = 4 + new DataView(pack.buffer, pack.byteOffset).getUint32(0, true);
  const list = JSON.parse(new TextDecoder().decode(pack.subarray(4, start))) as Record<string, [number, number]>;
  if (!Object.hasOwn(list, name)) return null;
  const [offset, length] = list[name]!;
  return pack.slice(start + offset, start + offset + length);
}

/** What is at an address; null where nothing is. */
export async function download(url: string | URL): Promise<Uint8Array | null> {
  const response = await fetch(url);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}

/** Loads each resource once, however often it is asked for. */
export function loadOnce(load: LoadResource): LoadResource {
  const loaded = new Map<string, Promise<Uint8Array | null>>();
  return (name) => {
    let promise = loaded.get(name);
    if (!promise) loaded.set(name, (promise = load(name).catch(() => null)));
    return promise;
  };
}
