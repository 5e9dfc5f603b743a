import type { Warning } from '@ode/engine/browser';

/** What a reader should know of a document as a whole, by the engine's warnings; others only tell of repairs. */
const NOTICES: Record<string, string> = {
  'xfa-form': 'This form was made for Adobe’s XFA, which browsers do not show. What you see are the pages that stand in for it.',
};

export function noticesOf(warnings: readonly Warning[]): string[] {
  const features = new Set(warnings.map(({ feature }) => feature));
  return [...features].flatMap((feature) => (Object.hasOwn(NOTICES, feature) ? NOTICES[feature]! : []));
}
