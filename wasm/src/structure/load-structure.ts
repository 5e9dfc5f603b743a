/** For those who hear the document, and those who ask. In a browser's worker worker-parts.ts stands for this module. */
export const loadStructure = () => import('./structured.js');
