import type { Annotation } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { threadsOf } from './state.js';

const note = (id: number, y: number, more: Partial<Annotation> = {}): Annotation => ({
  id,
  type: 'Text',
  rect: [10, y, 30, y + 20],
  contents: `note ${id}`,
  author: 'Ann',
  ...more,
});

test('comments come from top to bottom; answers with their comment, in time', () => {
  const threads = threadsOf(
    [
      note(1, 500),
      note(2, 100),
      note(4, 0, { inReplyTo: 3, modified: '2026-01-03' }),
      note(3, 0, { inReplyTo: 1, modified: '2026-01-02', hidden: true }),
      note(5, 0, { hidden: true }),
      { type: 'Link', rect: [0, 0, 1, 1] },
      { id: 9, type: 'Popup', rect: [0, 0, 1, 1] },
    ],
    7,
  );
  expect(threads.map(({ annotation, page, replies }) => [annotation.id, page, replies.map((reply) => reply.annotation.id)])).toEqual([
    [2, 7, []],
    [1, 7, [3, 4]],
  ]);
});

test('a state is of the comment that it answers, the last of each person', () => {
  const given = (id: number, author: string, state: string) => note(id, 0, { inReplyTo: 1, author, state });
  const [thread] = threadsOf([note(1, 0), given(2, 'Bo', 'Accepted'), given(3, 'Cy', 'Rejected'), given(4, 'Bo', 'Completed')], 0);
  expect(thread!.states).toEqual([
    { author: 'Cy', state: 'Rejected' },
    { author: 'Bo', state: 'Completed' },
  ]);
  expect(threadsOf([note(1, 0), given(2, 'Bo', 'Accepted'), given(3, 'Bo', 'None')], 0)[0]!.states).toEqual([]);
});

test('comments that answer each other in a circle each stand for themselves', () => {
  expect(threadsOf([note(1, 0, { inReplyTo: 2 }), note(2, 5, { inReplyTo: 1 })], 0).map(({ annotation }) => annotation.id)).toEqual([1, 2]);
});
