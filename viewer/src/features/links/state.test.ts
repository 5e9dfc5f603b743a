import { expect, test } from 'vitest';
import { targetOf } from './state.js';

test('a link leads to a place in the document, or to the web', () => {
  expect(targetOf({ destination: { page: 4, y: 100 } })).toEqual({ kind: 'page', destination: { page: 4, y: 100 } });
  expect(targetOf({ command: 'NextPage' })).toEqual({ kind: 'command', id: 'navigate.next' });
  expect(targetOf({ command: 'Quit' })).toBeNull();
  expect(targetOf({ url: 'HTTPS://example.org/' })?.kind).toBe('web');
  expect(targetOf({ url: 'mailto:ada@example.org' })?.kind).toBe('web');
});

test('a document cannot run scripts or open files through its links', () => {
  for (const url of ['javascript:alert(1)', ' javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'chapter2.pdf', ''])
    expect(targetOf({ url })).toBeNull();
});
