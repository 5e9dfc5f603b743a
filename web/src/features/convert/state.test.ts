import { expect, test } from 'vitest';
import { convertReducer, reasonOf, sizeOf, type JobReport } from './state.js';

const job: JobReport = { id: 'j', status: 'queued', progress: { done: 0, total: 0 }, error: null, result: null };
const idle = { status: 'idle' } as const;

test('a job waits, works, and is done', () => {
  expect(convertReducer(idle, { type: 'job', job })).toEqual({
    status: 'working',
    jobId: 'j',
    done: 0,
    total: 0,
    queued: true,
    lost: false,
  });
  const running = { ...job, status: 'running', progress: { done: 2, total: 5 } } as const;
  expect(convertReducer(idle, { type: 'job', job: running })).toEqual({
    status: 'working',
    jobId: 'j',
    done: 2,
    total: 5,
    queued: false,
    lost: false,
  });
  const done = { ...job, status: 'succeeded', result: { url: '/r', size: 10 } } as const;
  expect(convertReducer(idle, { type: 'job', job: done })).toEqual({ status: 'done', url: '/r', size: 10 });
});

test('a failed job says why', () => {
  const failed = { ...job, status: 'failed', error: { code: 'damaged', message: 'No page.' } } as const;
  expect(convertReducer(idle, { type: 'job', job: failed })).toEqual({ status: 'failed', code: 'damaged', message: 'No page.' });
});

test('sizes are told in words', () => {
  expect([12, 34_567, 1_234_567].map(sizeOf)).toEqual(['12 bytes', '35 kB', '1.2 MB']);
});

test('a service that is out of reach for a moment loses no job', () => {
  const working = convertReducer(idle, { type: 'job', job });
  const lost = convertReducer(working, { type: 'connection', lost: true });
  expect(lost).toEqual({ ...working, lost: true });
  expect(convertReducer(lost, { type: 'job', job })).toEqual(working);
  expect(convertReducer(idle, { type: 'connection', lost: true })).toEqual(idle);
});

test('a failure is told in the reader’s language, by its code', () => {
  const told = ['unavailable', 'too-large', 'busy', 'damaged', 'engine-crashed', 'something-new'].map(reasonOf);
  expect(told).toEqual([...['convert.failed.away', 'convert.failed.large', 'convert.failed.busy'], ...[null, null, null]]);
});
