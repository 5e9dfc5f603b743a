/** The badge of a page of which parts are missing says this in English, which comes with it. */
export const enFallback = {
  'fallback.by-pdfjs': 'Drawn by pdf.js',
  'fallback.by-pdfjs.detail': 'ODE’s own engine could not draw all of this page ({lacks}), so pdf.js has drawn it.',
  'fallback.missing': 'Parts are missing',
  'fallback.missing.detail': 'Not all of this page could be drawn ({lacks}).',
} as const;
