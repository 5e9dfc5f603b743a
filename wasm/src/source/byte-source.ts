/**
 * A file that is read where it lies, as the engine needs it: by calls that wait (wasm/assembly/syntax/source.ts). A read
 * that fails throws, which ends the document: an `OdeError` of `source-unreachable`.
 */
export interface ByteSource {
  /** Bytes; it never changes. */
  readonly length: number;
  /** Fills `into` with the bytes from `offset` on; there are as many. */
  read(offset: number, into: Uint8Array): void;
  close(): void;
}

/** Files whose bytes the engine can count: offsets are of 32 bits, and one is no offset. */
export const LONGEST_SOURCE = 0xffff0000;
