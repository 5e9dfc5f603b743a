import type { FindHit } from '@ode/engine/browser';
import { useMemo } from 'react';
import type { PageLayerProps } from '../../core/feature.js';
import { useSlice } from '../../core/context.js';
import { FIND } from './state.js';

/** Marks what has been found on a page, the current hit more strongly. */
export function HitLayer({ document, index }: PageLayerProps) {
  const hits = useSlice(FIND, (state) => state.byPage.get(index));
  const current = useSlice(FIND, (state) => (state.current?.page === index ? state.current : null));
  // One shape for all: a page may have a thousand.
  const all = useMemo(() => hits?.map(outlineOf).join(''), [hits]);
  if (!all) return null;
  const { width, height } = document.pageSize(index);
  return (
    <svg className="ode-find-hits" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden>
      <path className="ode-find-hit" d={all} />
      {current && <path className="ode-find-current" d={outlineOf(current)} />}
    </svg>
  );
}

/** A hit's quads as a path of SVG. */
function outlineOf({ quads }: FindHit): string {
  return quads.map((quad) => `M${quad.map((length) => length.toFixed(2)).join(' ')}Z`).join('');
}
