import { OdeError, throwIfAborted, type UnreachableReason } from '../errors.js';

/** What the engine reads a file by (wasm/assembly/syntax/source.ts). */
const BLOCK = 1 << 16;
/** Fetched with the first request: small documents as a whole, and of others that are linearized most of the first page. */
const FIRST_BYTES = 2 * BLOCK;
/** Fetched at most of a list that begins before that. */
const TABLE_BYTES = 1 << 21;

/** Files up to here are fetched as a whole, sooner or later: to ask for parts of them again and again would take as long. */
export const SMALL_REMOTE_BYTES = 1 << 22;

/** A stretch of a file. */
export interface Piece {
  from: number;
  bytes: Uint8Array;
}

/** A file on a server that gives parts of it. It can be sent to a worker. */
export interface RemoteFile {
  url: string;
  headers: Record<string, string>;
  length: number;
  /** `ETag` or `Last-Modified`, '' where the server says neither: another one means another file. */
  version: string;
  /** What is here already, in order. */
  pieces: Piece[];
}

export interface FetchOptions {
  signal?: AbortSignal | undefined;
  /** Told the bytes that have come, and of how many; 0 where nobody knows. */
  onProgress?: ((loaded: number, total: number) => void) | undefined;
}

export interface RemoteOptions extends FetchOptions {
  headers?: Record<string, string> | undefined;
  /** The answer to a request for the file's start that has been sent already. */
  first?: Promise<Response> | undefined;
  /** And the one for its end, or for all that `first` has not; null: there is none. */
  last?: Promise<Response | null> | undefined;
}

/** What a server answered, as `fetch` and `XMLHttpRequest` have it. */
export interface Answer {
  status: number;
  header(name: string): string | null;
}

/** The `Range` of a request (RFC 9110, 14.2). */
export function rangeHeader(from: number, count: number): string {
  return `bytes=${from}-${from + count - 1}`;
}

function versionOf({ header }: Answer): string {
  return header('etag') ?? header('last-modified') ?? '';
}

/** From where, how long, and of how many bytes in all, a part is (RFC 9110, 14.4); null when it does not say. */
function placeOf({ status, header }: Answer): { from: number; count: number; length: number } | null {
  const [, from, to, length] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header('content-range') ?? '') ?? [];
  if (status !== 206 || !from || !to || !length) return null;
  // Some servers do not cut what they were asked for to what there is.
  const end = Math.min(Number(to) + 1, Number(length));
  return { from: Number(from), count: end - Number(from), length: Number(length) };
}

/**
 * The bytes of the part that was asked for, out of an answer's body. Throws `source-unreachable` when they are not of the
 * file that was opened; null when some are missing, and asking again may help.
 */
export function partOf(file: RemoteFile, from: number, count: number, answer: Answer, body: Uint8Array): Uint8Array | null {
  if (isOverloaded(answer.status)) return null;
  if (answer.status !== 206 && answer.status !== 200) throw refused(file.url, answer.status);
  const place = placeOf(answer) ?? { from: 0, length: body.length };
  if (versionOf(answer) !== file.version || (answer.status === 206 && place.length !== file.length))
    throw new OdeError('source-unreachable', `${file.url} has changed since it was opened.`, 'changed');
  // A server may give the whole file all the same.
  const part = body.subarray(from - place.from, from - place.from + count);
  return from >= place.from && part.length === count ? part : null;
}

/**
 * Asks for the start of a file, and for its end where it may be needed. The file's bytes where these are all, or where the
 * server gives no parts. Throws `source-unreachable` or `aborted`.
 */
export async function openRemote(url: string, options: RemoteOptions = {}): Promise<RemoteFile | Uint8Array> {
  const { headers = {}, signal } = options;
  throwIfAborted(signal);
  const whole = async () => {
    const response = await answerTo(url, fetch(url, { headers, signal }), signal);
    if (response.status === 200) return bodyOf(url, response, options);
    throw refused(url, response.status);
  };
  const asked = options.first ?? fetch(url, { headers: { ...headers, Range: rangeHeader(0, FIRST_BYTES) }, signal });
  const response = await answerTo(url, asked, signal);
  const answer = answerOf(response);
  if (answer.status === 200) return bodyOf(url, response, options);
  const place = placeOf(answer);
  // 416: the file is empty. A part whose place cannot be seen, as on other origins that do not expose it, is of no use.
  if (answer.status === 416 || (answer.status === 206 && place?.from !== 0)) return whole();
  if (!place) throw refused(url, answer.status);
  const { count, length } = place;
  const file: RemoteFile = { url, headers, length, version: versionOf(answer), pieces: [] };
  const last = count < length ? endOf(file, count, options) : Promise.resolve(null);
  last.catch(() => undefined); // told below
  const start = await bodyOf(url, response, { signal, most: count });
  if (start.length !== count) return whole();
  file.pieces.push({ from: 0, bytes: start });
  const end = await last;
  if (end) {
    const table = blockOfTable(end.bytes);
    const isBetween = table >= count && table < end.from;
    const piece = isBetween && (await fetchPart(file, table, Math.min(end.from - table, TABLE_BYTES), signal));
    if (piece) file.pieces.push(piece);
    file.pieces.push(end);
  }
  return gapsOf(file).length ? file : join(file.pieces.map(({ bytes }) => bytes));
}

/**
 * The file in pieces, one behind the other, with what is not here fetched. Throws `source-unreachable` or `aborted`.
 */
export async function wholeOf(file: RemoteFile, { signal, onProgress }: FetchOptions = {}): Promise<Uint8Array[]> {
  let loaded = file.pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const report = (chunk: Uint8Array) => onProgress?.((loaded += chunk.length), file.length);
  const fetched = await Promise.all(gapsOf(file).map(({ from, count }) => fetchPart(file, from, count, signal, report)));
  if (fetched.includes(null)) throw silent(file.url);
  const pieces = [...file.pieces, ...(fetched as Piece[])].sort((a, b) => a.from - b.from);
  return pieces.map(({ bytes }) => bytes);
}

/** How many bytes of a file are not here. */
export function missingOf(file: RemoteFile): number {
  return gapsOf(file).reduce((sum, { count }) => sum + count, 0);
}

/** The stretches between a file's pieces. */
function gapsOf({ pieces, length }: RemoteFile): { from: number; count: number }[] {
  const starts = [...pieces.map(({ from }) => from), length];
  const ends = [0, ...pieces.map(({ from, bytes }) => from + bytes.length)];
  return ends.map((from, i) => ({ from, count: starts[i]! - from })).filter(({ count }) => count > 0);
}

/** Where the block begins in which the end of a file says that its list of objects is (ISO 32000-2, 7.5.5); -1: it does not say. */
function blockOfTable(end: Uint8Array): number {
  const [, offset] = /startxref\s+(\d+)(?![^]*startxref)/.exec(String.fromCharCode(...end.subarray(-1024))) ?? [];
  return offset ? Number(offset) - (Number(offset) % BLOCK) : -1;
}

/**
 * The last two blocks of a file, or what `known`, its first bytes, lack of them: what is in a file is listed at its end, also where it is
 * linearized, and the engine looks at 64 KiB of it. They are fetched beside the first answer's body. Null where they do not come.
 */
async function endOf(file: RemoteFile, known: number, { last, signal }: RemoteOptions): Promise<Piece | null> {
  const from = Math.max(known, (Math.ceil(file.length / BLOCK) - 2) * BLOCK);
  return last ? partIn(file, known, last) : fetchPart(file, from, file.length - from, signal);
}

/** The part of a file, behind the first `known` bytes, that has been asked for already; null where it cannot be used. */
async function partIn(file: RemoteFile, known: number, asked: Promise<Response | null>): Promise<Piece | null> {
  try {
    const response = await asked;
    const place = response && placeOf(answerOf(response));
    if (!place || place.from < known) return null;
    const bytes = partOf(file, place.from, place.count, answerOf(response), await bodyOf(file.url, response, {}));
    return bytes && { from: place.from, bytes };
  } catch {
    return null;
  }
}

/** A part of a file; null where the connection breaks. */
async function fetchPart(
  file: RemoteFile,
  from: number,
  count: number,
  signal: AbortSignal | undefined,
  onChunk?: (chunk: Uint8Array) => void,
): Promise<Piece | null> {
  const { url, headers } = file;
  let response: Response;
  let body: Uint8Array;
  try {
    response = await fetch(url, { headers: { ...headers, Range: rangeHeader(from, count) }, signal });
    body = await bodyOf(url, response, { signal }, onChunk);
  } catch {
    throwIfAborted(signal);
    return null;
  }
  const bytes = partOf(file, from, count, answerOf(response), body);
  return bytes && { from, bytes };
}

function answerOf(response: Response): Answer {
  return { status: response.status, header: (name) => response.headers.get(name) };
}

/** The answers of a server that may give another one later. */
function isOverloaded(status: number): boolean {
  return status >= 500 || status === 429;
}

function refused(url: string, status: number): OdeError {
  const reasons: Record<number, UnreachableReason> = { 401: 'forbidden', 403: 'forbidden', 404: 'not-found', 410: 'not-found' };
  const reason = isOverloaded(status) ? 'server-failed' : reasons[status];
  return new OdeError('source-unreachable', `${url} answers with status ${status}.`, reason);
}

/** What a server is that has answered, and does no more. */
export function silent(url: string): OdeError {
  return new OdeError('source-unreachable', `${url} does not answer any more.`, 'interrupted');
}

/** What browsers and Node fetch from (https://fetch.spec.whatwg.org/#scheme-fetch), and `file:`, which some hosts do. */
const FETCHED = /^(https?|blob|data|file):/i;

function unreachable(url: string): OdeError {
  const isAddress = FETCHED.test(url) || !/^[a-z][a-z\d+.-]*:/i.test(url);
  return isAddress
    ? new OdeError('source-unreachable', `Nothing answers at ${url}, or it may not be read from here.`)
    : new OdeError('source-unreachable', `Nothing can be fetched from ${url}.`, 'address-unsupported');
}

async function answerTo(url: string, response: Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await response;
  } catch {
    throwIfAborted(signal);
    throw unreachable(url);
  }
}

/** A response's bytes, `most` of them; `onChunk` has them as they come. */
async function bodyOf(
  url: string,
  response: Response,
  { signal, onProgress, most = Infinity }: FetchOptions & { most?: number },
  onChunk?: (chunk: Uint8Array) => void,
): Promise<Uint8Array> {
  const isPlain = !response.headers.get('content-encoding');
  const total = isPlain ? Number(response.headers.get('content-length') ?? 0) : 0;
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body?.getReader();
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader!.read()) {
      throwIfAborted(signal);
      chunks.push(next.value);
      loaded += next.value.length;
      onChunk?.(next.value);
      onProgress?.(loaded, total);
      if (loaded < most || total === most) continue;
      void reader!.cancel().catch(() => undefined);
      break;
    }
  } catch {
    void reader?.cancel().catch(() => undefined);
    throwIfAborted(signal);
    throw silent(url);
  }
  return join(chunks);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
