import { useViewerState } from '../../core/context.js';
import { percent } from './state.js';
import './zoom.css';

/** How large pages are shown, between the buttons that change it. */
export function Percent() {
  const scale = useViewerState((state) => state.scale);
  return (
    <span className="ode-percent" aria-live="polite">
      {percent(scale)}
    </span>
  );
}
