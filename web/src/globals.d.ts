/** The folder with the engine's fonts and CMaps; see vite/resources.ts. */
declare const __RESOURCES__: string;

interface Window {
  /** What `early.js` has begun. */
  odeEarly?: { first: Promise<Response>; worker: Worker };
}
