/** What asks for a document’s password says this in English, which comes with it. */
export const enPassword = {
  'open.locked': 'This document opens with its password only.',
  'open.password': 'Password',
  'open.unlock': 'Unlock',
  'open.wrong': 'This password does not open it. Try again.',
} as const;
