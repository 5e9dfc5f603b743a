import { openDocument } from '@ode/engine';
import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { onePage } from '../pdf-builder.js';
import { show } from '../show.js';

/**
 * A page that is red on its left and says "Secret", with a title, encrypted by qpdf 11.3: `--static-id --encrypt user owner
 * 256 --print=none --modify=none` (`128 --use-aes=y --force-V4`, `128 --use-aes=n`; `"" owner 256`, in object streams).
 */
const file = (name: string) => new Uint8Array(fs.readFileSync(new URL(`../encrypted/${name}.pdf`, import.meta.url)));

describe.each(['aes-256', 'aes-128', 'rc4-128'])('%s', (name) => {
  test.each(['user', 'owner'])('opens by the password of its %s', async (password) => {
    const shown = await show(file(name), 0, { password });
    expect(shown.text).toBe('Secret');
    expect([shown.at(5, 5), shown.at(150, 5)]).toEqual([
      [255, 0, 0],
      [255, 255, 255],
    ]);
    expect(shown.warnings).toEqual([]);
    const doc = await openDocument(file(name), { password });
    expect((await doc.metadata()).title).toBe('Under lock');
    await doc.close();
  });

  test('asks for a password, and says when it is wrong', async () => {
    await expect(openDocument(file(name))).rejects.toMatchObject({ code: 'password-required' });
    for (const password of ['', 'User', 'user ', 'x'.repeat(500), '\u{1f511}'])
      await expect(openDocument(file(name), { password })).rejects.toMatchObject({ code: 'password-wrong' });
  });
});

test('onPassword is asked until it knows, and told whether it was wrong', async () => {
  const answers = ['wrong', 'no', 'user'];
  const asked: boolean[] = [];
  const onPassword = (retry: boolean) => {
    asked.push(retry);
    return Promise.resolve(answers.shift()!);
  };
  const doc = await openDocument(file('aes-256'), { onPassword });
  expect(asked).toEqual([false, true, true]);
  expect(await doc.pageText(0)).toBe('Secret');
  await doc.close();
});

test('onPassword may give up, at once or later, and is not asked without need', async () => {
  await expect(openDocument(file('aes-256'), { onPassword: () => null })).rejects.toMatchObject({ code: 'password-required' });
  await expect(openDocument(file('aes-256'), { onPassword: (retry) => (retry ? null : 'wrong') })).rejects.toMatchObject({
    code: 'password-wrong',
  });
  const never = () => {
    throw new Error('It was asked.');
  };
  expect(await show(file('aes-256'), 0, { password: 'user', onPassword: never })).toMatchObject({ text: 'Secret' });
  expect(await show(file('open'), 0, { onPassword: never })).toMatchObject({ text: 'Secret' });
});

test('what the author does not allow', async () => {
  const doc = await openDocument(file('aes-256'), { password: 'user' });
  expect(await doc.permissions()).toEqual({
    ...{ print: false, printHighQuality: false },
    ...{ modify: false, annotate: false, fillForms: false, assemble: false },
    ...{ copy: true, extractForAccessibility: true },
  });
  await doc.close();
});

test('where the encryption dictionary is not where it should be, the file is searched for it', async () => {
  const plain = Buffer.from(file('rc4-128')).toString('latin1');
  const number = Number(/\/Encrypt (\d+) 0 R/.exec(plain)![1]);
  // The number's row leads to object 1, the catalog's to the encryption dictionary.
  const rows = [...plain.matchAll(/^\d{10} 00000 n $/gm)].map(([row]) => row);
  const swapped = plain
    .replace(rows[number - 1]!, 'X')
    .replace(rows[0]!, rows[number - 1]!)
    .replace('X', rows[0]!);
  expect(swapped).not.toBe(plain);
  const shown = await show(Buffer.from(swapped, 'latin1'), 0, { password: 'user' });
  expect(shown.text).toBe('Secret');
});

test('an encryption dictionary that is none encrypts nothing', async () => {
  for (const encrypt of ['7', '[]', '(x)', 'true', '4 0 R', '99 0 R'])
    expect(await show(onePage('BT /F1 12 Tf 10 50 Td (Plain) Tj ET', { trailer: `/Encrypt ${encrypt}` }))).toMatchObject({ text: 'Plain' });
});
