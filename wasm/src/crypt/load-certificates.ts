/** What reads certificates is large, and seldom needed. In a browser's worker worker-parts.ts stands for this module. */
export const loadCertificates = () => import('node-forge');
