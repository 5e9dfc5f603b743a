import { expect, test } from 'vitest';
import { badgeOf } from './said.js';
import { painterReducer, type Painter } from './state.js';

const ENGINE: Painter = { by: 'engine' };

test('a page that the engine claims is never given to pdf.js', () => {
  expect(painterReducer(ENGINE, { type: 'engine-drew', lacks: [], lost: [] })).toBe(ENGINE);
  expect(painterReducer(ENGINE, { type: 'pdfjs-failed' })).toBe(ENGINE);
  expect(badgeOf(ENGINE)).toBeNull();
});

test('a page of which something is lacking is, and one that the engine could not draw', () => {
  const lacks = ['nesting-limit'];
  expect(painterReducer(ENGINE, { type: 'engine-drew', lacks, lost: lacks })).toEqual({ by: 'pdfjs', lacks, drawn: false });
  expect(painterReducer(ENGINE, { type: 'engine-failed', code: 'damaged' })).toEqual({ by: 'pdfjs', lacks: ['damaged'], drawn: false });
});

test('a page that lacks what its file does not hold stays the engine’s, and says so', () => {
  const bare = painterReducer(ENGINE, { type: 'engine-drew', lacks: [], lost: ['font-not-embedded'] });
  expect(bare.by).toBe('engine');
  expect(badgeOf(bare)).toEqual({ label: 'fallback.missing', detail: 'fallback.missing.detail', lacks: 'font-not-embedded' });
});

test('the badge comes with the picture of pdf.js, and stays', () => {
  const asked: Painter = { by: 'pdfjs', lacks: ['jpx'], drawn: false };
  expect(badgeOf(asked)).toBeNull();
  const drawn = painterReducer(asked, { type: 'pdfjs-drew' });
  expect(badgeOf(drawn)).toEqual({ label: 'fallback.by-pdfjs', detail: 'fallback.by-pdfjs.detail', lacks: 'jpx' });
  expect(painterReducer(drawn, { type: 'pdfjs-drew' })).toBe(drawn);
  expect(painterReducer(drawn, { type: 'pdfjs-failed' })).toBe(drawn);
});

test('a page that pdf.js cannot draw either says so, and is not tried again', () => {
  const lost = painterReducer({ by: 'pdfjs', lacks: ['jpx'], drawn: false }, { type: 'pdfjs-failed' });
  expect(lost).toEqual({ by: 'nobody', lacks: ['jpx'] });
  expect(painterReducer(lost, { type: 'engine-drew', lacks: ['jpx'], lost: ['jpx'] })).toBe(lost);
  expect(badgeOf(lost)).toEqual({ label: 'fallback.missing', detail: 'fallback.missing.detail', lacks: 'jpx' });
});
