import { expect, test } from 'vitest';
import { CMAPS, resourcesAt } from './resources.js';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The list's length, low byte first; the list; the files. */
function packOf(list: string, files: string): Uint8Array {
  return Uint8Array.of(list.length, 0, 0, 0, ...bytes(list), ...bytes(files));
}

test('CMaps come out of one file, which is fetched once, and only names that are listed are asked for', async () => {
  const pack = packOf('{"A-H.bcmap":[0,3],"B-V.bcmap":[3,4]}', 'onetwo!');
  const asked: string[] = [];
  const load = resourcesAt({ 'F.pfb': 'https://x/f-1.pfb', [CMAPS]: 'https://x/c-2.pack' }, async (url) => {
    asked.push(String(url));
    return String(url).endsWith('.pack') ? pack : bytes('font');
  });
  expect(await load('B-V.bcmap')).toEqual(bytes('two!'));
  expect(await load('A-H.bcmap')).toEqual(bytes('one'));
  expect(await load('C-H.bcmap')).toBeNull();
  expect(await load('constructor')).toBeNull();
  expect(await load('F.pfb')).toEqual(bytes('font'));
  expect(asked).toEqual(['https://x/c-2.pack', 'https://x/f-1.pfb']);
});

test('in a folder each has its place by its ending', async () => {
  const load = resourcesAt('https://x/resources/', async (url) => bytes(String(url)));
  expect(await load('A-H.bcmap')).toEqual(bytes('https://x/resources/cmaps/A-H.bcmap'));
  expect(await load('../secret')).toBeNull();
});
