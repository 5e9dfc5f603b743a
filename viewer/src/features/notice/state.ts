import type { Warning } from '@ode/engine/browser';
import type { MessageKey } from '../../messages/messages.js';

/** What a reader should know of a document as a whole, by the engine's warnings; others only tell of repairs. */
const NOTICES: Record<string, MessageKey> = {
  'xfa-form': 'notice.xfa-form',
};

export function noticesOf(warnings: readonly Warning[]): MessageKey[] {
  const features = new Set(warnings.map(({ feature }) => feature));
  return [...features].flatMap((feature) => (Object.hasOwn(NOTICES, feature) ? NOTICES[feature]! : []));
}
