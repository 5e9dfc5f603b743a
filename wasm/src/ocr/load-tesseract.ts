/** What reads pictures of text is large, and seldom asked for. In a browser's worker worker-parts.ts stands for this module. */
export const loadTesseract = () => import('./ocr.js');
