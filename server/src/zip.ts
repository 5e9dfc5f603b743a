import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file that goes into a zip. */
export interface ZippedFile {
  name: string;
  open(): Promise<Readable>;
}

/** Writes a zip of files, one after the other as they are read. Ends `out` when all are in it, and opens no more when `out` closes. */
export async function writeZip(files: AsyncIterable<ZippedFile>, out: Writable): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  let current: Readable | null = null;
  // What fails while a file is read or opened is told by the zip, which would wait for the rest of it otherwise.
  zip.on('error', (error) => output.destroy(error as Error));
  const written = pipeline(output, out).finally(() => current?.destroy());
  written.catch(() => undefined);
  for await (const { name, open } of files) {
    zip.addReadStreamLazy(name, {}, (use) => {
      if (output.destroyed) return;
      open().then(
        (source) => {
          current = source;
          use(null, source);
        },
        (error: Error) => use(error, null as never),
      );
    });
  }
  zip.end();
  await written;
}
