import { OdeError, throwIfAborted } from '../errors.js';

/** Fetched with the first request: most documents as a whole, and of others that are linearized the first page. */
const FIRST_BYTES = 1 << 20;
/** Files up to here are fetched as a whole: to ask for parts of them would take as long. */
const SMALL_BYTES = 1 << 22;

/** A file on a server that gives parts of it. It can be sent to a worker. */
export interface RemoteFile {
  url: string;
  headers: Record<string, string>;
  length: number;
  /** `ETag` or `Last-Modified`, '' where the server says neither: another one means another file. */
  version: string;
  /** Bytes from the start of the file. */
  start: Uint8Array;
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

/** From where, and of how many bytes in all, a part is (RFC 9110, 14.4); null when it does not say. */
function placeOf({ status, header }: Answer): { from: number; length: number } | null {
  const [, from, length] = /^bytes (\d+)-\d+\/(\d+)$/.exec(header('content-range') ?? '') ?? [];
  return status === 206 && from && length ? { from: Number(from), length: Number(length) } : null;
}

/**
 * The bytes of the part that was asked for, out of an answer's body. Throws `source-unreachable` when they are not of the
 * file that was opened; null when some are missing, and asking again may help.
 */
export function partOf(file: RemoteFile, from: number, count: number, answer: Answer, body: Uint8Array): Uint8Array | null {
  if (answer.status >= 500 || answer.status === 429) return null;
  if (answer.status !== 206 && answer.status !== 200)
    throw new OdeError('source-unreachable', `${file.url} answers with status ${answer.status}.`);
  const place = placeOf(answer) ?? { from: 0, length: body.length };
  if (versionOf(answer) !== file.version || (answer.status === 206 && place.length !== file.length))
    throw new OdeError('source-unreachable', `${file.url} has changed since it was opened.`);
  // A server may give the whole file all the same.
  const part = body.subarray(from - place.from, from - place.from + count);
  return from >= place.from && part.length === count ? part : null;
}

/** Asks for the start of a file: the whole where the file is small, or the server gives no parts. Throws `source-unreachable` or `aborted`. */
export async function openRemote(
  url: string,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<RemoteFile | Uint8Array> {
  throwIfAborted(signal);
  const ask = async (range: string | null) => {
    try {
      const response = await fetch(url, { headers: range ? { ...headers, Range: range } : headers, signal });
      const answer = { status: response.status, header: (name: string) => response.headers.get(name) };
      return { answer, body: new Uint8Array(await response.arrayBuffer()) };
    } catch {
      throwIfAborted(signal);
      throw new OdeError('source-unreachable', `Nothing answers at ${url}, or it may not be read from here.`);
    }
  };
  const whole = async () => {
    const { answer, body } = await ask(null);
    if (answer.status === 200) return body;
    throw new OdeError('source-unreachable', `${url} answers with status ${answer.status}.`);
  };
  const { answer, body } = await ask(rangeHeader(0, FIRST_BYTES));
  if (answer.status === 200) return body;
  const place = placeOf(answer);
  // 416: the file is empty. A part whose place cannot be seen, as on other origins that do not expose it, is of no use.
  if (answer.status === 416 || (answer.status === 206 && place?.from !== 0)) return whole();
  if (!place) throw new OdeError('source-unreachable', `${url} answers with status ${answer.status}.`);
  if (body.length !== Math.min(FIRST_BYTES, place.length)) return whole();
  const file = { url, headers, length: place.length, version: versionOf(answer), start: body };
  if (file.length > SMALL_BYTES) return file;
  const bytes = new Uint8Array(file.length);
  bytes.set(body);
  const left = file.length - body.length;
  if (left) {
    const rest = await ask(rangeHeader(body.length, left));
    const part = partOf(file, body.length, left, rest.answer, rest.body);
    if (!part) return whole();
    bytes.set(part, body.length);
  }
  return bytes;
}
