import { expect, test } from 'vitest';
import { placesIn } from '../../../viewer/src/messages/places.js';
import { en } from './en.js';
import { LANGUAGES, type WordKey } from './languages.js';

test.each(Object.keys(LANGUAGES))('%s says everything, with the same values', async (language) => {
  const words = await LANGUAGES[language]!();
  expect(Object.keys(words)).toEqual(Object.keys(en));
  for (const key of Object.keys(en) as WordKey[]) {
    expect(placesIn(words[key]), key).toEqual(placesIn(en[key]));
    expect(words[key], key).not.toBe('');
  }
});
