import type { Warning } from './types.js';
export function warningOf(code: number, page: number, object: number): Warning {
  return { feature: String(code), page, object, unsupported: false };
}
