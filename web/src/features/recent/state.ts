/** A document that was opened: a file by its handle, where the browser gives one, or an address. */
export interface Recent {
  name: string;
  url?: string;
  handle?: FileSystemFileHandle;
  /** When it was opened last, in ms since 1970. */
  at: number;
}

/** Older ones than so many are forgotten. */
export const MOST = 12;

/** Adds a document in front; `isSame` tells files that have the same name apart. */
export async function withRecent(
  all: readonly Recent[],
  recent: Recent,
  isSame: (a: FileSystemFileHandle, b: FileSystemFileHandle) => Promise<boolean>,
): Promise<Recent[]> {
  const others: Recent[] = [];
  for (const other of all) {
    const same =
      recent.url !== undefined
        ? other.url === recent.url
        : !!recent.handle && !!other.handle && (await isSame(recent.handle, other.handle));
    if (!same) others.push(other);
  }
  return [recent, ...others].slice(0, MOST);
}
