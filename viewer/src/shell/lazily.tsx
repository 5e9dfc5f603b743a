import { createElement, lazy, Suspense, useState, type ComponentType } from 'react';
import { ErrorBoundary, type FailureShown } from './error-boundary.js';

/**
 * A part of the viewer that is loaded when it is first drawn. Where it cannot be loaded, as without a connection, only the part is
 * missing: the host hears of it, and it is asked for again when it is next put there.
 */
export function lazily<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  failure: FailureShown = 'over',
): ComponentType<P> {
  let part: ComponentType<P> | null = null;
  const ask = () =>
    lazy(() =>
      load().catch((error: unknown) => {
        part = null;
        throw error;
      }),
    ) as unknown as ComponentType<P>;

  function Loaded(props: P) {
    const [type] = useState({ of: (part ??= ask()) });
    return <Suspense>{createElement(type.of, props)}</Suspense>;
  }

  return (props) => (
    <ErrorBoundary failure={failure}>
      <Loaded {...props} />
    </ErrorBoundary>
  );
}
