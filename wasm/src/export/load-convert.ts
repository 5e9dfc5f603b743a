/** The exporters are large and seldom needed. In a browser's worker worker-parts.ts stands for this module. */
export const loadConvert = () => import('./convert.js');
