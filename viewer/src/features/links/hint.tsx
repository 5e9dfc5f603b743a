import { useSlice } from '../../core/context.js';
import { lazily } from '../../shell/lazily.js';
import { LINKS } from './state.js';

const LinkCard = lazily(() => import('./card.js'), 'nowhere');

/** Where the link leads that is pointed at. */
export function LinkHint() {
  const shown = useSlice(LINKS, (state) => state.shown);
  return shown && shown.target.kind !== 'command' && <LinkCard target={shown.target} link={shown.link} />;
}
