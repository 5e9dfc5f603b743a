import { FitPageIcon, FitWidthIcon, MinusIcon, PlusIcon } from '../../icons.js';
import { percent, type Zoom } from './state.js';
import './zoom.css';

interface ZoomControlsProps {
  zoom: Zoom;
  scale: number;
  onStep: (direction: 1 | -1) => void;
  onFit: (mode: 'width' | 'page') => void;
}

/** The toolbar's part that says and changes how large pages are. */
export function ZoomControls({ zoom, scale, onStep, onFit }: ZoomControlsProps) {
  return (
    <>
      <button className="plain" onClick={() => onStep(-1)} aria-label="Zoom out" title="Zoom out (−)" data-testid="zoom-out">
        <MinusIcon />
      </button>
      <span className="percent" aria-live="polite">
        {percent(scale)}
      </span>
      <button className="plain" onClick={() => onStep(1)} aria-label="Zoom in" title="Zoom in (+)" data-testid="zoom-in">
        <PlusIcon />
      </button>
      <button
        className="plain"
        aria-pressed={zoom.mode === 'width'}
        onClick={() => onFit('width')}
        aria-label="Fit width"
        title="Fit width (0)"
        data-testid="fit-width"
      >
        <FitWidthIcon />
      </button>
      <button
        className="plain"
        aria-pressed={zoom.mode === 'page'}
        onClick={() => onFit('page')}
        aria-label="Fit page"
        title="Fit page (9)"
        data-testid="fit-page"
      >
        <FitPageIcon />
      </button>
    </>
  );
}
