import type { Instance } from '../instance.js';
import type { Pattern } from './display-list.js';
export function gradient(_instance: Instance, _pattern: Pattern, _id: string): string | null {
  return null;
}
