import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { storageError } from './storage.js';

/** A piece of a stream that lies in a file for as long as it is worked with. */
export interface Part {
  size: number;
  /** Whether the stream ends with it. */
  last: boolean;
  /** Its bytes; as often as they are asked for. */
  read(): Readable;
}

/**
 * Cuts a stream into parts of `partSize` bytes, the last one shorter, each in a file of `folder` that is gone when the
 * next one is asked for. A sender that stands still costs what is in its connection's buffers, and a file.
 */
export async function* partsOf(body: Readable, partSize: number, folder: string): AsyncGenerator<Part> {
  const place = path.join(folder, `part-${randomUUID()}`);
  const file = await fs.open(place, 'wx+', 0o600).catch((error: unknown) => {
    throw storageError(error);
  });
  const write = async (bytes: Buffer, at: number) => {
    for (let done = 0; done < bytes.length;)
      done += await file.write(bytes, done, bytes.length - done, at + done).then(
        ({ bytesWritten }) => bytesWritten,
        (error: unknown) => {
          throw storageError(error);
        },
      );
  };
  let size = 0;
  const part = (last: boolean): Part => {
    const bytes = size;
    return {
      size: bytes,
      last,
      read: () => (bytes ? createReadStream(place, { start: 0, end: bytes - 1 }) : Readable.from([])),
    };
  };
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length;) {
        if (size === partSize) {
          yield part(false);
          size = 0;
        }
        const piece = chunk.subarray(at, at + partSize - size);
        await write(piece, size);
        size += piece.length;
        at += piece.length;
      }
    }
    yield part(true);
  } finally {
    await file.close().catch(() => undefined);
    await fs.rm(place, { force: true });
  }
}
