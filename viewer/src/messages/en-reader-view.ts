/** The reader view says this in English, which comes with it. */
export const enReaderView = {
  'reader-view.close': 'Close the reader view',
  'reader-view.dark': 'Dark',
  'reader-view.failed': 'The text could not be read.',
  'reader-view.label': 'Reader view',
  'reader-view.larger': 'Larger letters',
  'reader-view.light': 'Light',
  'reader-view.reading': 'Reading the text …',
  'reader-view.sepia': 'Sepia',
  'reader-view.settings': 'How the text looks',
  'reader-view.smaller': 'Smaller letters',
  'reader-view.width': 'Width of the lines',
} as const;
