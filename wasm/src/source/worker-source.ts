/** Where a browser's worker reads documents from: Blobs, and servers. Only workers may wait for either. */
import { OdeError } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import { ReadAhead } from './read-ahead.js';
import { partOf, rangeHeader, silent, type RemoteFile } from './remote-file.js';
import { readWhole } from './whole.js';

/** Of the File API's synchronous part, which TypeScript's library for pages leaves out. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** Blobs up to here are read as a whole: they take no more memory than the blocks that would be held of them. */
const SMALL_BYTES = 1 << 23;
/** Milliseconds that a part may take. */
const PATIENCE = 60_000;
const TRIES = 3;

/** A server's file, which may come to be here. */
export class RemoteSource implements ByteSource {
  readonly length: number;
  private source: ByteSource;

  constructor(file: RemoteFile) {
    this.length = file.length;
    this.source = new ReadAhead(file.length, (from, count) => fetchPart(file, from, count), file.pieces);
  }

  /** Reads the same file from here on. */
  moveTo(file: Blob): void {
    this.source.close();
    this.source = readBlob(file);
  }

  read(offset: number, into: Uint8Array): void {
    this.source.read(offset, into);
  }

  close(): void {
    this.source.close();
  }
}

/** The bytes of a document, or what they are read from as they are needed. */
export async function openInWorker(file: Uint8Array | Blob | RemoteFile): Promise<Uint8Array | ByteSource> {
  if (file instanceof Uint8Array) return file;
  if (!(file instanceof Blob)) return new RemoteSource(file);
  return file.size <= SMALL_BYTES ? readWhole(file) : readBlob(file);
}

function readBlob(file: Blob): ByteSource {
  const reader = new FileReaderSync();
  return {
    length: file.size,
    read(offset, into) {
      try {
        into.set(new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + into.length))));
      } catch {
        throw new OdeError('source-unreachable', 'The file has been changed or removed since it was opened.', 'changed');
      }
    },
    close: () => {},
  };
}

function fetchPart(file: RemoteFile, from: number, count: number): Uint8Array {
  for (let i = 0; i < TRIES; i++) {
    const request = new XMLHttpRequest();
    request.open('GET', file.url, false);
    request.responseType = 'arraybuffer';
    request.timeout = PATIENCE;
    for (const [name, value] of Object.entries(file.headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('Range', rangeHeader(from, count));
    try {
      request.send();
    } catch {
      continue; // the connection was cut
    }
    const answer = { status: request.status, header: (name: string) => request.getResponseHeader(name) };
    const part = partOf(file, from, count, answer, new Uint8Array((request.response as ArrayBuffer | null) ?? []));
    if (part) return part;
  }
  throw silent(file.url);
}
