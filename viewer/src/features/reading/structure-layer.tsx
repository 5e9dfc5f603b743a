import { lazy, Suspense, useEffect, useState } from 'react';
import type { PageLayerProps } from '../../core/feature.js';

const Structure = lazy(() => import('./structure.js'));

/** Who flies past needs no structure: a page is read when it has been there this long, in ms, and nobody wants anything else. */
const WAIT = 600;

/** At most this long, in ms, others come first. */
const MOST = 2000;

/** Calls after WAIT, once the page's thread has nothing else to do. Returns what forgets it. */
function whenIdle(call: () => void): () => void {
  let idle = 0;
  const timer = setTimeout(() => {
    if (!('requestIdleCallback' in window)) return call(); // Safari
    idle = requestIdleCallback(call, { timeout: MOST });
  }, WAIT);
  return () => {
    clearTimeout(timer);
    if (idle) cancelIdleCallback(idle);
  };
}

/** What the page consists of, for screen readers. Without it the text is there, as lines. */
export function StructureLayer(props: PageLayerProps) {
  const [due, setDue] = useState(false);
  useEffect(() => whenIdle(() => setDue(true)), []);
  return (
    <div className="ode-structure">
      {due && (
        <Suspense>
          <Structure {...props} />
        </Suspense>
      )}
    </div>
  );
}
