/** The folder with fonts and CMaps for pdf.js; see vite/resources.ts. */
declare const __RESOURCES__: string;

interface Window {
  /** What `early.js` has begun. */
  odeEarly?: { first: Promise<Response>; last: Promise<Response | null>; worker: Worker };
}
