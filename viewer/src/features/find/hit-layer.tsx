import type { PageLayerProps } from '../../core/feature.js';
import { useSlice } from '../../core/context.js';
import { FIND } from './state.js';

/** Marks what has been found on a page, the current hit more strongly. */
export function HitLayer({ document, index }: PageLayerProps) {
  const hits = useSlice(FIND, (state) => state.byPage.get(index));
  const current = useSlice(FIND, (state) => (state.current?.page === index ? state.current : null));
  if (!hits) return null;
  const { width, height } = document.pageSize(index);
  return (
    <svg className="ode-find-hits" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
      {hits.map((hit, i) => (
        <g key={i} className={hit === current ? 'ode-find-hit ode-find-current' : 'ode-find-hit'}>
          {hit.quads.map((quad, j) => (
            <polygon key={j} points={quad.join(' ')} />
          ))}
        </g>
      ))}
    </svg>
  );
}
