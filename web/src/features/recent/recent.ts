import { get, update } from 'idb-keyval';
import { withRecent, type Recent } from './state.js';

const KEY = 'recent';

/** The documents that were opened last, the last one first; none where the browser keeps nothing. */
export async function recentDocuments(): Promise<Recent[]> {
  return (await get<Recent[]>(KEY).catch(() => undefined)) ?? [];
}

let writing: Promise<void> = Promise.resolve();

/** Keeps a document, one after the other. A file without a handle cannot be opened again, and is not kept. */
export function addRecent({ name, url, handle }: Omit<Recent, 'at'>): Promise<void> {
  if (url === undefined && !handle) return Promise.resolve();
  const recent: Recent = { name, ...(url !== undefined ? { url } : { handle }), at: Date.now() };
  return (writing = writing.then(() => add(recent)));
}

async function add(recent: Recent): Promise<void> {
  try {
    const all = await withRecent(await recentDocuments(), recent, (a, b) => a.isSameEntry(b));
    await update<Recent[]>(KEY, () => all);
  } catch {
    // In a private window, for example, nothing is kept.
  }
}

export async function removeRecent({ at, name }: Recent): Promise<void> {
  await update<Recent[]>(KEY, (all = []) => all.filter((other) => other.at !== at || other.name !== name)).catch(() => undefined);
}

interface Permitted {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

/** The file of a handle, for which the browser may ask the reader; null: it is not there any more, or he says no. */
export async function fileOf(handle: FileSystemFileHandle): Promise<File | null> {
  const permitted = handle as FileSystemFileHandle & Permitted;
  const mode = { mode: 'read' } as const;
  try {
    const state = (await permitted.queryPermission?.(mode)) ?? 'granted';
    if (state !== 'granted' && (await permitted.requestPermission?.(mode)) !== 'granted') return null;
    return await handle.getFile();
  } catch {
    return null;
  }
}
