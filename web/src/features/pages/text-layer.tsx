import type { Document, TextRun } from '@ode/engine/browser';
import { Fragment, useEffect, useState, type CSSProperties } from 'react';

/** The page's text, unseen over its picture: there to be selected, copied, and found by the browser's own search. */
export function TextLayer({ document, index }: { document: Document; index: number }) {
  const [runs, setRuns] = useState<TextRun[]>([]);
  useEffect(() => {
    let gone = false;
    void document
      .pageTextRuns(index)
      .then((found) => gone || setRuns(found))
      .catch(() => undefined);
    return () => void (gone = true);
  }, [document, index]);

  return (
    <div className="text-layer" data-testid="text-layer">
      {runs.map((run, i) => (
        <Fragment key={i}>
          <span style={styleOf(run)} dir={run.direction === 'rtl' ? 'rtl' : undefined}>
            {run.text}
          </span>
          {run.endsLine && <br />}
        </Fragment>
      ))}
    </div>
  );
}

/** Puts a run where it is on the page: as high as its letters, stretched to their width, and turned with them. In points; the page's `--scale` does the rest. */
function styleOf({ text, quad, direction }: TextRun): CSSProperties {
  const [x0, y0, x1, y1, , , x3, y3] = quad;
  const height = Math.hypot(x3 - x0, y3 - y0) || 1;
  const width = Math.hypot(x1 - x0, y1 - y0);
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const natural = measure(text) * height;
  const points = (value: number) => `calc(var(--scale) * ${value.toFixed(2)}px)`;
  return {
    left: points(x3),
    top: points(y3),
    fontSize: points(height),
    transform: `${angle ? `rotate(${angle.toFixed(4)}rad) ` : ''}scaleX(${natural > 0 ? (width / natural).toFixed(4) : 1})`,
    ...(direction === 'vertical' ? { writingMode: 'horizontal-tb' } : {}),
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
