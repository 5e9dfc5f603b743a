import type { TextRun } from '@ode/engine/browser';
import {
  Fragment,
  memo,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
  type CSSProperties,
} from 'react';
import { Context, type ViewerContext } from '../../core/context.js';
import type { PageLayerProps } from '../../core/feature.js';
import { usePieces } from '../../core/turns.js';
import { runId, READING } from '../reading/state.js';
import { measure } from './measure.js';
import { readOf } from './runs.js';
import { drawSelection } from './select.js';
import { place, spacingOf, TEXT } from './state.js';
import './text.css';

/** So many runs are put there in one go; a page may have thousands. */
const PIECE = 125;

/** The page's text, unseen over its picture: there to be selected, copied, and found by the browser's own search. */
export function TextLayer({ document, index }: PageLayerProps) {
  // Null where somebody has built his own viewer of it.
  const context = useContext(Context);
  const prefix = context?.slice(READING).getState().prefix;
  const [runs, setRuns] = useState<TextRun[]>([]);
  const there = usePieces(runs.length, PIECE, 0);
  const edits = useEdits(context, index);
  useEffect(() => {
    let gone = false;
    void readOf(document)
      .runs.get(index)
      .then((found) => gone || setRuns(found))
      .catch(() => undefined); // a page without text can still be looked at
    return () => void (gone = true);
  }, [document, index, edits]);
  // A page that has come back, or has come for it, shows what is selected on it.
  useLayoutEffect(() => {
    const selection = context?.slice(TEXT).getState().selection;
    if (context && runs.length && selection && [selection.anchor.page, selection.focus.page].includes(index)) drawSelection(context);
  }, [context, index, runs, there]);

  return (
    <div className="ode-text-layer" data-testid="text-layer">
      {Array.from({ length: Math.ceil(there / PIECE) }, (_, i) => (
        <Runs key={i} runs={runs} from={i * PIECE} index={index} prefix={prefix} />
      ))}
    </div>
  );
}

interface RunsProps {
  runs: readonly TextRun[];
  from: number;
  index: number;
  prefix: string | undefined;
}

/** A piece of its own to the browser too: what comes to the next one does not have it laid out again. */
const Runs = memo(function Runs({ runs, from, index, prefix }: RunsProps) {
  return (
    <div>
      {runs.slice(from, from + PIECE).map((run, i) => (
        <Fragment key={i}>
          <span
            id={prefix && runId(prefix, index, from + i)}
            style={styleOf(run)}
            data-run={from + i}
            dir={run.direction === 'rtl' ? 'rtl' : undefined}
          >
            {run.text}
          </span>
          {run.endsLine && <br />}
        </Fragment>
      ))}
    </div>
  );
});

/** How often what is written on a page has been changed; see `ViewerState.edits`. */
function useEdits(context: ViewerContext | null, index: number): number {
  const subscribe = useCallback((listener: () => void) => context?.store.subscribe(listener) ?? (() => undefined), [context]);
  return useSyncExternalStore(subscribe, () => context?.store.getState().edits[index] ?? 0);
}

/** The layer is so many times as large as the page in points, and shown smaller by a transform: see text.css. */
const ENLARGED = 16;

function styleOf(run: TextRun): CSSProperties {
  const natural = measure(run.text);
  const { left, top, fontSize, angle, stretch } = place(run, natural);
  const spacing = angle ? null : spacingOf(run.text, natural, stretch);
  const pixels = (points: number) => `${(points * ENLARGED).toFixed(1)}px`;
  return {
    left: pixels(left),
    top: pixels(top),
    fontSize: pixels(fontSize),
    ...(spacing === null
      ? { transform: `${angle ? `rotate(${angle.toFixed(4)}rad) ` : ''}scaleX(${stretch.toFixed(4)})` }
      : { letterSpacing: pixels(spacing * fontSize) }),
  };
}
