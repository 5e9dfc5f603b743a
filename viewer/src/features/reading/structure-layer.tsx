import { Fragment, useEffect, useState, type AriaAttributes } from 'react';
import { useSlice, useViewerState } from '../../core/context.js';
import type { PageLayerProps } from '../../core/feature.js';
import { usePieces } from '../../core/turns.js';
import { readOf } from '../text/runs.js';
import type { Part } from './parts.js';
import { READING, runId } from './state.js';

/** Who flies past needs no structure: a page is read when it has been there this long, in ms, and nobody wants anything else. */
const WAIT = 600;

/** At most this long, in ms, others come first. */
const MOST = 2000;

/** So many parts are put there in one go. */
const PIECE = 50;

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

/** What the page consists of, for screen readers: headings, lists, tables and figures that own the pieces of its text layer. */
export function StructureLayer({ document, index }: PageLayerProps) {
  const prefix = useSlice(READING, (state) => state.prefix);
  const edits = useViewerState((state) => state.edits[index]);
  const [parts, setParts] = useState<readonly Part[]>([]);
  const there = usePieces(parts.length, PIECE);
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const read = async () => {
      const { runs, structure } = readOf(document);
      const { partsOf } = await import('./parts.js');
      const page = await structure.get(index);
      const pieces = await runs.get(index);
      if (!signal.aborted && page) setParts(partsOf(page, pieces));
    };
    // Without it the text is there, as lines.
    const end = whenIdle(() => void read().catch(() => undefined));
    return () => {
      end();
      abort.abort();
    };
  }, [document, index, edits]);
  return <div className="ode-structure">{parts.slice(0, there).map((part, i) => element(part, i))}</div>;

  function element({ role, level, label, language, span, runs, parts }: Part, key: number) {
    const own: AriaAttributes = {
      'aria-level': level,
      'aria-label': label,
      'aria-colspan': span?.columns,
      'aria-rowspan': span?.rows,
      'aria-owns': runs.map((run) => runId(prefix, index, run)).join(' ') || undefined,
    };
    return (
      <span key={key} role={role} lang={language} {...own}>
        {parts.map((part, i) => (
          <Fragment key={i}>{element(part, i)}</Fragment>
        ))}
      </span>
    );
  }
}
