interface Window {
  /** What `early.js` has begun. */
  odeEarly?: { first: Promise<Response>; last: Promise<Response | null>; worker: Worker };
}
