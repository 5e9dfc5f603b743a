/** What fills in forms says this in English, which comes with it. */
export const enForms = {
  'forms.no-date': 'No such date. Write it as {pattern}.',
  'forms.no-number': 'This is no number.',
  'forms.not-taken': 'The field does not take this.',
  'forms.script': 'A script of the document would run here. No scripts are run.',
  'forms.submit': 'This form would be sent to {address}. It is not sent from here.',
} as const;
