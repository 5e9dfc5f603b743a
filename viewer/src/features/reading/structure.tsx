import { memo, useEffect, useState, type AriaAttributes } from 'react';
import { useSlice, useViewerState } from '../../core/context.js';
import type { PageLayerProps } from '../../core/feature.js';
import { usePieces } from '../../core/turns.js';
import { readOf } from '../text/runs.js';
import { beginningOf, countOf, partsOf, type Part } from './parts.js';
import { READING, runId } from './state.js';

/** So many elements are put there in one go: a table may have thousands of cells. */
const PIECE = 100;

/** Headings, lists, tables and figures that own the pieces of the page's text layer. */
export default function Structure({ document, index }: PageLayerProps) {
  const prefix = useSlice(READING, (state) => state.prefix);
  const edits = useViewerState((state) => state.edits[index]);
  const [parts, setParts] = useState<readonly Part[]>([]);
  const there = usePieces(countOf(parts), PIECE, 0);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const { runs, structure } = readOf(document);
      const page = await structure.get(index);
      const pieces = await runs.get(index);
      if (!gone && page) setParts(partsOf(page, pieces));
    };
    void read().catch(() => undefined);
    return () => void (gone = true);
  }, [document, index, edits]);
  return beginningOf(parts, there).map((part, i) => <Element key={i} part={part} prefix={prefix} index={index} />);
}

interface ElementProps {
  part: Part;
  prefix: string;
  index: number;
}

const Element = memo(function Element({ part, prefix, index }: ElementProps) {
  const { role, level, label, language, span, runs, parts } = part;
  const own: AriaAttributes = {
    'aria-level': level,
    'aria-label': label,
    'aria-colspan': span?.columns,
    'aria-rowspan': span?.rows,
    'aria-owns': runs.map((run) => runId(prefix, index, run)).join(' ') || undefined,
  };
  return (
    <span role={role} lang={language} {...own}>
      {parts.map((part, i) => (
        <Element key={i} part={part} prefix={prefix} index={index} />
      ))}
    </span>
  );
});
