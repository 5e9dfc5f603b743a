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

/** Loads each resource once, however often it is asked for. */
export function loadOnce(load: LoadResource): LoadResource {
  const loaded = new Map<string, Promise<Uint8Array | null>>();
  return (name) => {
    let promise = loaded.get(name);
    if (!promise) loaded.set(name, (promise = load(name).catch(() => null)));
    return promise;
  };
}
