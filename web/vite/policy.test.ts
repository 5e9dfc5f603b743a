import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { expect, test } from 'vitest';
import { viewerPolicy } from '../../server/src/routes/viewer-policy.js';

const page = fs.readFileSync(new URL('../dist/index.html', import.meta.url), 'utf8');

test('the one script in the page is the one that the policy permits', () => {
  const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text!);
  expect(scripts).toHaveLength(1);
  const hash = createHash('sha256').update(scripts[0]!).digest('base64'); // Content Security Policy Level 3, 2.3.1
  expect(viewerPolicy("'self'")).toContain(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}';`);
});

test('the page states the policy that the service sends, without what a page cannot say of itself', () => {
  const [, stated] = /http-equiv="Content-Security-Policy" content="(.*?)"/.exec(page)!;
  expect(`${stated!.replaceAll('&#39;', "'")}; frame-ancestors 'none'`).toBe(viewerPolicy("'none'"));
});

test('the page names its files from where it is itself, so that it may be served from any folder', () => {
  const names = [...page.matchAll(/(?:src|href)="(.*?)"/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(4);
  expect(names.filter((name) => !name.startsWith('./'))).toEqual([]);
});
