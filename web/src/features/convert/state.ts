import type { WordKey } from '../../messages/languages.js';

/** A conversion on the service, from the upload to its end. */
export type ConvertState =
  | { status: 'idle' }
  | { status: 'uploading'; sent: number; total: number }
  /** `lost`: the service is out of reach for the moment, and asked again and again. */
  | { status: 'working'; jobId: string; done: number; total: number; queued: boolean; lost: boolean }
  | { status: 'done'; url: string; size: number }
  | { status: 'failed'; code: string; message: string }
  | { status: 'cancelled' };

/** What the service says of a job; see docs/api.md. */
export interface JobReport {
  id: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** `total` null: not known yet. */
  progress: { done: number; total: number | null };
  error: { code: string; message: string } | null;
  result: { url: string; size: number } | null;
}

export type ConvertEvent =
  | { type: 'uploading'; sent: number; total: number }
  | { type: 'job'; job: JobReport }
  | { type: 'connection'; lost: boolean }
  | { type: 'failed'; code: string; message: string }
  | { type: 'reset' };

export function convertReducer(state: ConvertState, event: ConvertEvent): ConvertState {
  switch (event.type) {
    case 'uploading':
      return { status: 'uploading', sent: event.sent, total: event.total };
    case 'failed':
      return { status: 'failed', code: event.code, message: event.message };
    case 'reset':
      return { status: 'idle' };
    case 'connection':
      return state.status === 'working' ? { ...state, lost: event.lost } : state;
    case 'job':
      return ofJob(event.job);
  }
}

function ofJob({ id, status, progress, error, result }: JobReport): ConvertState {
  if (status === 'succeeded' && result) return { status: 'done', url: result.url, size: result.size };
  if (status === 'failed')
    return { status: 'failed', code: error?.code ?? 'internal', message: error?.message ?? 'The conversion failed.' };
  if (status === 'cancelled') return { status: 'cancelled' };
  return { status: 'working', jobId: id, done: progress.done, total: progress.total ?? 0, queued: status === 'queued', lost: false };
}

const TOO_MUCH = new Set(['too-large', 'limit-exceeded', 'time-limit', 'memory-limit', 'converter-killed']);
const BUSY = new Set(['rate-limited', 'quota-exceeded', 'busy', 'storage-full']);

/** What the reader is told of a failure, by its code: the service's own words are English. Null: what the viewer tells of the document. */
export function reasonOf(code: string): WordKey | null {
  if (code === 'unavailable') return 'convert.failed.away';
  if (TOO_MUCH.has(code)) return 'convert.failed.large';
  if (BUSY.has(code)) return 'convert.failed.busy';
  return null;
}

/** `1.4 MB` */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
