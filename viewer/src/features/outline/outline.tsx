import { useVirtualizer } from '@tanstack/react-virtual';
import type { OutlineItem } from '@ode/engine/browser';
import { ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import { useViewerContext, useViewerState } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { targetOf } from '../links/state.js';
import { Loaded, useRead } from '../side-panel/loaded.js';
import { readable, type Rgb } from './colors.js';
import { outlineOf } from './read.js';
import { currentRow, indentOf, rowHeight, rowsOf, treeKey, type OutlineRow } from './state.js';
import { useGrounds } from './use-grounds.js';
import './outline.css';

/** The tab "Outline". */
export default function Outline() {
  const items = useRead(outlineOf);
  return (
    <Loaded items={items} none="outline.none">
      {(items) => <Tree items={items} />}
    </Loaded>
  );
}

function Tree({ items }: { items: readonly OutlineItem[] }) {
  const { pages } = useViewerContext();
  const { t, dir } = useMessages();
  const page = useViewerState((state) => state.page);
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [focused, setFocused] = useState<string | null>(null);
  const rows = useMemo(() => rowsOf(items, turned), [items, turned]);
  const current = currentRow(rows, page);
  const at = Math.max(0, focused === null ? current : rows.findIndex(({ id }) => id === focused));
  const list = useRef<HTMLDivElement>(null);
  const grounds = useGrounds(list);
  const tall = rowHeight();
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => tall,
    overscan: 10,
  });

  useEffect(() => {
    if (current >= 0) lines.scrollToIndex(current);
  }, [lines, current]);
  useEffect(() => {
    if (focused === null) return;
    lines.scrollToIndex(at);
    const frame = requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-row="${focused}"]`)?.focus());
    return () => cancelAnimationFrame(frame);
  }, [lines, focused, at]);

  const turn = ({ id }: OutlineRow, open: boolean) => setTurned(new Map([...turned, [id, open]]));
  const follow = ({ item, open, id }: OutlineRow) => {
    const target = targetOf(item);
    if (target?.kind === 'page') pages.goTo(target.destination);
    else if (target?.kind === 'web') window.open(target.url, '_blank', 'noopener,noreferrer');
    else if (open !== null) setTurned(new Map([...turned, [id, !open]]));
  };
  const press = (event: KeyboardEvent) => {
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const turnedKey = dir === 'rtl' ? (MIRRORED[event.key] ?? event.key) : event.key;
    const does = treeKey(turnedKey, rows, at);
    if (event.key === 'Enter' || event.key === ' ') follow(row);
    else if (!does) return;
    else if ('turn' in does) turn(row, does.turn);
    else setFocused(rows[does.to]!.id);
    event.preventDefault();
  };

  return (
    <div
      ref={list}
      className="ode-outline"
      onKeyDown={press}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setFocused(null)}
    >
      <div role="tree" aria-label={t('outline.label')} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!;
          const { item, id, level, place, siblings, open } = row;
          return (
            <div
              key={id}
              className="ode-outline-row"
              role="treeitem"
              data-row={id}
              aria-level={level}
              aria-posinset={place}
              aria-setsize={siblings}
              aria-expanded={open ?? undefined}
              aria-selected={index === current}
              aria-current={index === current ? 'location' : undefined}
              tabIndex={index === at ? 0 : -1}
              title={item.title}
              style={{ top: start, height: tall, paddingInlineStart: indentOf(level) }}
              onClick={() => {
                setFocused(id);
                follow(row);
              }}
            >
              <span
                className="ode-outline-turn"
                aria-hidden
                onClick={(event) => {
                  if (open === null) return;
                  event.stopPropagation();
                  turn(row, !open);
                }}
              >
                {open !== null && <ChevronRight size={15} />}
              </span>
              <span className="ode-outline-title" dir="auto" style={lookOf(item, grounds)}>
                {item.title}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** As the author wants it written, as far as it can be read so. */
function lookOf({ color, bold, italic }: OutlineItem, grounds: readonly Rgb[]): CSSProperties {
  return {
    '--ode-outline-color': color && `rgb(${readable(color, grounds).join(' ')})`,
    fontWeight: bold && 700,
    fontStyle: italic && 'italic',
  } as CSSProperties;
}

/** Where text runs from the right, the arrow that leads into a branch points to the left. */
const MIRRORED: Record<string, string> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };
