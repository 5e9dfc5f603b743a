import { useLayoutEffect, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useSlice, useViewerContext } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { LEAST, PANEL, STEP, USUAL, widest } from './width.js';

/** The panel's edge beside the pages: drawn, or by arrow keys, it makes the panel wider (ARIA Authoring Practices, window splitter). */
export function Edge() {
  const context = useViewerContext();
  const { root } = context;
  const { t, dir } = useMessages();
  const { width } = useSlice(PANEL, (state) => state);
  const [most] = useState(() => widest(root?.clientWidth ?? 0));
  useLayoutEffect(() => root?.style.setProperty('--ode-panel-width', `${width}px`), [root, width]);

  const set = (next: number) => context.slice(PANEL).setState({ width: Math.round(Math.min(most, Math.max(LEAST, next))) });
  const draw = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const panel = event.currentTarget.closest('aside')!.getBoundingClientRect();
    set(dir === 'rtl' ? panel.right - event.clientX : event.clientX - panel.left);
  };
  const press = (event: KeyboardEvent) => {
    const wider = dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (/^Arrow(Left|Right)$/.test(event.key)) set(width + (event.key === wider ? STEP : -STEP));
    else if (event.key === 'Home') set(LEAST);
    else if (event.key === 'End') set(most);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="ode-panel-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('panel.width')}
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={most}
      tabIndex={0}
      data-own-moves
      onPointerDown={(event) => event.button === 0 && event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={draw}
      onDoubleClick={() => set(USUAL)}
      onKeyDown={press}
    />
  );
}
