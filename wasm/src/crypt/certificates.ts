/** What reads certificates, as a part of its own for browsers' workers: see worker-parts.ts. */
export { default } from 'node-forge';
