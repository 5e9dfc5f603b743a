import type { TextRun } from '@ode/engine/browser';
import { Fragment, useEffect, useState, type CSSProperties } from 'react';
import { useSlice, useViewerState } from '../../core/context.js';
import type { PageLayerProps } from '../../core/feature.js';
import { READING, runId } from '../reading/state.js';
import { place } from './state.js';
import './text.css';

/** The page's text, unseen over its picture: there to be selected, copied, and found by the browser's own search. */
export function TextLayer({ document, index }: PageLayerProps) {
  const [runs, setRuns] = useState<TextRun[]>([]);
  const prefix = useSlice(READING, (state) => state.prefix);
  const edits = useViewerState((state) => state.edits[index] ?? 0);
  useEffect(() => {
    let gone = false;
    void document
      .pageTextRuns(index, { annotations: true })
      .then((found) => gone || setRuns(found))
      .catch(() => undefined); // a page without text can still be looked at
    return () => void (gone = true);
  }, [document, index, edits]);

  return (
    <div className="ode-text-layer" data-testid="text-layer">
      {runs.map((run, i) => (
        <Fragment key={i}>
          <span id={runId(prefix, index, i)} style={styleOf(run)} dir={run.direction === 'rtl' ? 'rtl' : undefined}>
            {run.text}
          </span>
          {run.endsLine && <br />}
        </Fragment>
      ))}
    </div>
  );
}

/** In points; the page's `--scale` does the rest, so that zooming touches no span. */
function styleOf(run: TextRun): CSSProperties {
  const { left, top, fontSize, angle, stretch } = place(run, measure(run.text));
  const points = (value: number) => `calc(var(--scale) * ${value.toFixed(2)}px)`;
  return {
    left: points(left),
    top: points(top),
    fontSize: points(fontSize),
    transform: `${angle ? `rotate(${angle.toFixed(4)}rad) ` : ''}scaleX(${stretch.toFixed(4)})`,
  };
}

let context: OffscreenCanvasRenderingContext2D | null = null;

/** How wide a text is in the text layer's font, in em. */
function measure(text: string): number {
  if (!context) {
    context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.font = '100px sans-serif';
  }
  return context.measureText(text).width / 100;
}
