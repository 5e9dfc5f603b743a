import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** ZIP has years from 1980 on; one for all files, so that the same files make the same archive. */
const DATE = new Date(1980, 0, 1);

/** A file of an archive. What is compressed already is stored as it is. */
export interface ArchivedFile {
  name: string;
  /** Whole, or in parts. */
  bytes: Uint8Array | readonly Uint8Array[];
  stored?: boolean;
}

/** Files as a ZIP, in parts as they come. */
export async function* archiveOf(files: AsyncIterable<ArchivedFile>): AsyncGenerator<Uint8Array, void> {
  let parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for await (const { name, bytes, stored } of files) {
    const entry = stored ? new ZipPassThrough(name) : new ZipDeflate(name);
    entry.mtime = DATE;
    zip.add(entry);
    for (const part of bytes instanceof Uint8Array ? [bytes] : bytes) {
      entry.push(part);
      yield* parts;
      parts = [];
    }
    entry.push(new Uint8Array(0), true);
    yield* parts;
    parts = [];
  }
  zip.end();
  yield* parts;
}
