import { useEffect, useMemo, useState } from 'react';
import { useSlice, useViewerState } from '../../core/context.js';
import { layOut } from '../pages/layout.js';
import { marksOf } from './marks-state.js';
import { FIND } from './state.js';

/** While more and more is found, all of it is looked through this often, in ms. */
const OFTEN = 400;

/** Where in the document hits are, along the scroll bar. */
export default function Marks() {
  const found = useSlice(FIND, (state) => state.hits);
  const searching = useSlice(FIND, (state) => state.progress === 'searching');
  const [{ hits, at: since }, setShown] = useState({ hits: found, at: 0 });
  useEffect(() => {
    if (hits === found) return;
    const wait = searching ? since + OFTEN - performance.now() : 0;
    const timer = setTimeout(() => setShown({ hits: found, at: performance.now() }), wait);
    return () => clearTimeout(timer);
  }, [found, hits, searching, since]);
  const current = useSlice(FIND, (state) => state.current);
  const [sizes, scale, mode] = [
    useViewerState((state) => state.sizes),
    useViewerState((state) => state.scale),
    useViewerState((state) => state.layout),
  ];
  const [rotation, viewport] = [useViewerState((state) => state.rotation), useViewerState((state) => state.viewport)];
  const layout = useMemo(() => layOut(sizes, scale, { mode, rotation, viewport }), [sizes, scale, mode, rotation, viewport]);
  const marks = useMemo(() => marksOf(hits, layout, rotation, viewport.height), [hits, layout, rotation, viewport.height]);
  const [at] = current ? marksOf([current], layout, rotation, viewport.height) : [];
  return (
    <div className="ode-find-marks" aria-hidden>
      {marks.map((top) => (
        <span key={top} style={{ top: `${top}px` }} />
      ))}
      {at !== undefined && <span className="ode-find-current" style={{ top: `${at}px` }} />}
    </div>
  );
}
