interface Window {
  /** What `early.js` has begun. */
  odeEarly?: { first: Promise<Response>; last: Promise<Response | null>; worker: Worker };
}

/** Made by vite/panel.ts. */
declare module 'virtual:ode-panel' {
  /** The icon of what can be opened, as markup. */
  export const TURN: string;
  /** The side panel's tabs, with their icons as markup. */
  export const TABS: readonly { id: string; icon: string }[];
  /** What they are called, by language and tab. */
  export const LABELS: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
