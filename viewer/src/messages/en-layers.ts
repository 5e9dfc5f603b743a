/** The tab "Layers" says this in English, which comes with it. */
export const enLayers = {
  'layers.none': 'This document has no layers.',
  'layers.reset': 'As the document has them',
} as const;
