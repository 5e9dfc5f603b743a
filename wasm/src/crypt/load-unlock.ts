/** Most documents need no keys. In a browser's worker worker-parts.ts stands for this module. */
export const loadUnlock = () => import('./unlock.js');
