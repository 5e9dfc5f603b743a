import { lazy, Suspense } from 'react';
import { useSlice } from '../../core/context.js';
import { CHOOSING } from './commands.js';

const Choose = lazy(() => import('./choose.js'));

export function ColorsDialog() {
  return (
    useSlice(CHOOSING, ({ open }) => open) && (
      <Suspense>
        <Choose />
      </Suspense>
    )
  );
}
