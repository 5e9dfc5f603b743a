/**
 * What stands in for React where nobody brings one, in the app and in the web component: Preact, which does the same by an eighth of
 * the code. Names of packages, for a bundler's `alias`.
 */
export const preact = { react: 'preact/compat', 'react-dom': 'preact/compat' };
