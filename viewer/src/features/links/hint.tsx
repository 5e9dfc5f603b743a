import { lazy, Suspense } from 'react';
import { useSlice } from '../../core/context.js';
import { LINKS } from './state.js';

const LinkCard = lazy(() => import('./card.js'));

/** Where the link leads that is pointed at. */
export function LinkHint() {
  const shown = useSlice(LINKS, (state) => state.shown);
  return (
    shown &&
    shown.target.kind !== 'command' && (
      <Suspense>
        <LinkCard target={shown.target} link={shown.link} />
      </Suspense>
    )
  );
}
