/** The dialog of own colours says this in English, which comes with it. */
export const enColors = {
  'colors.done': 'Done',
  'colors.ink': 'Text',
  'colors.paper': 'Paper',
  'colors.sample': 'This is how text looks on the pages.',
} as const;
