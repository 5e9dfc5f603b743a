/** What stands in a document’s place until it is open says this in English, which comes with it. */
export const enOpening = {
  'open.locked': 'This document opens with its password only.',
  'open.password': 'Password',
  'open.unlock': 'Unlock',
  'open.wrong': 'This password does not open it. Try again.',
} as const;
