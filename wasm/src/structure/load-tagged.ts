/** For documents whose authors say what their structure is. In a browser's worker worker-parts.ts stands for this module. */
export const loadTagged = () => import('./tagged.js');
