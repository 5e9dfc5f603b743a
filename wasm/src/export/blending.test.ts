import { describe, expect, test } from 'vitest';
import { blendingOf, type Layer } from './blending.js';

const group = (end: number, look: Partial<Extract<Layer, { op: 'begin-group' }>> = {}): Layer => ({
  op: 'begin-group',
  end,
  blend: 'normal',
  alpha: 1,
  isolated: false,
  knockout: false,
  ...look,
});
const close = (end: number): Layer => ({ op: 'end-group', end });
const paint = (end: number, blend = 'normal'): Layer => ({ op: 'paint', end, blend });

describe('groups, as CSS has them', () => {
  test('are none where they change nothing', () => {
    const { plain, pictures } = blendingOf([group(1), paint(2, 'screen'), close(3), group(4, { isolated: true }), paint(5), close(6)]);
    expect([...plain]).toEqual([1, 4]);
    expect(pictures.size).toBe(0);
  });

  test('stay where isolation, an alpha, a blend mode or a mask makes a difference', () => {
    const looks = [{ alpha: 0.5 }, { blend: 'darken' }];
    for (const look of looks) expect(blendingOf([group(1, look), paint(2), close(3)]).plain.size).toBe(0);
    expect(blendingOf([group(1, { isolated: true }), paint(2, 'screen'), close(3)]).plain.size).toBe(0);
    expect(blendingOf([{ op: 'soft-mask', end: 0, masks: true }, group(1), paint(2), close(3)]).plain.size).toBe(0);
  });

  test('become pictures where CSS has nothing like them: knockout, and what blends through a group that is not isolated', () => {
    expect([...blendingOf([group(1, { knockout: true }), paint(2), paint(3), close(4)]).pictures]).toEqual([[1, 4]]);
    expect([...blendingOf([group(1, { alpha: 0.5 }), paint(2, 'screen'), close(3)]).pictures]).toEqual([[1, 3]]);
    // The outermost one is the picture.
    const nested = [group(1), group(2, { knockout: true }), paint(3), paint(4), close(5), close(6)];
    expect([...blendingOf(nested).pictures]).toEqual([[1, 6]]);
  });

  test('a knockout group of one shape is one like others', () => {
    const { plain, pictures } = blendingOf([group(1, { knockout: true }), paint(2), close(3)]);
    expect([plain.size, pictures.size]).toEqual([1, 0]);
  });
});

describe("the page's own contents", () => {
  test('see no paper, where that shows', () => {
    expect(blendingOf([paint(1, 'difference')]).seesPaper).toBe(true);
    expect(blendingOf([paint(1, 'multiply')]).seesPaper).toBe(false);
    expect(blendingOf([group(1, { isolated: true }), paint(2, 'difference'), close(3)]).seesPaper).toBe(false);
  });

  test('end where annotations begin, which lie on the paper', () => {
    expect(blendingOf([paint(1), { op: 'begin-annotation', end: 2 }, paint(3, 'difference')]).seesPaper).toBe(false);
  });
});
