import { useSlice } from '../../core/context.js';
import { lazily } from '../../shell/lazily.js';
import { CHOOSING } from './commands.js';

const Choose = lazily(() => import('./choose.js'));

export function ColorsDialog() {
  return useSlice(CHOOSING, ({ open }) => open) && <Choose />;
}
