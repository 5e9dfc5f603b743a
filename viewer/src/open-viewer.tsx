import { lazy, Suspense, useEffect, useImperativeHandle, useLayoutEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Context, type ViewerContext } from './core/context.js';
import { usePieces } from './core/turns.js';
import { useAddress } from './features/address/use-address.js';
import { useFallback } from './features/fallback/fallback.js';
import { FEATURES } from './features/index.js';
import { Pages } from './features/pages/pages.js';
import { shownTab, tabsOf } from './features/side-panel/state.js';
import { OpenContext } from './open-context.js';
import { useMessages } from './messages/messages.js';
import type { OdeViewerProps } from './ode-viewer.js';
import { ErrorBoundary } from './shell/error-boundary.js';
import { useShortcuts } from './shell/keyboard.js';
import { useTelling, useTitle } from './shell/options.js';
import { Toolbar } from './shell/toolbar.js';
import type { OpenedDocument } from './use-opened.js';

const loadPanel = () => import('./features/side-panel/side-panel.js');
const SidePanel = lazy(loadPanel);

interface OpenViewerProps extends OdeViewerProps {
  opened: OpenedDocument;
  root: HTMLElement | null;
}

/** The viewer of an open document: toolbar, side panel, pages, and what features lay over them. */
export function OpenViewer(props: OpenViewerProps) {
  const { opened, root, handle, keys = 'viewer', autoFocus = false, fragment = false, title, early, children } = props;
  const [context] = useState(() => {
    const { features = [], without = [] } = props;
    const context = new OpenContext(
      opened,
      [...FEATURES, ...features].filter(({ name }) => !without.includes(name)),
      props.initial,
      props.remember,
      root?.clientWidth ?? window.innerWidth,
    );
    const state = context.store.getState();
    // The panel and what is in it come side by side, not one after the other; what does not come is told of where it is shown.
    if (state.panel.open) void Promise.all([loadPanel(), shownTab(context.features, state)?.load()]).catch(() => undefined);
    return context;
  });
  useLayoutEffect(() => context.attachHost(props, root));
  const fallback = useFallback(context.file, opened.password, props.fallback);
  useShortcuts(context, root, keys);
  useAddress(context, fragment === true ? 'ode' : fragment || null);
  useTelling(context);
  const called = useStore(context.store, (state) => state.title ?? state.name);
  useTitle(title?.(called));
  // Pages come first, and what lies over them in a task of its own.
  const all = usePieces(2, 1) > 1;

  useEffect(() => {
    // The context has it by now, see above.
    if (!root) return;
    const ends = context.features.map(({ start }) => start?.(context));
    return () => ends.forEach((end) => end?.());
  }, [context, root]);

  useImperativeHandle(
    handle,
    () => ({
      run: context.run,
      commands: () => context.commands.all(),
      getState: context.store.getState,
      subscribe: context.store.subscribe,
    }),
    [context],
  );

  return (
    <Context.Provider value={context}>
      <Toolbar start={props.toolbarStart} end={props.toolbarEnd} />
      {all && context.features.map(({ name, Overlay }) => Overlay && <Overlay key={name} />)}
      <div className="ode-body">
        <Panel context={context} />
        <ErrorBoundary>
          <Pages
            fallback={fallback}
            early={early}
            handle={context.attachPages}
            onMove={context.moved}
            onJump={context.jumped}
            autoFocus={autoFocus}
          />
        </ErrorBoundary>
        {all && context.features.map(({ name, Beside }) => Beside && <Beside key={name} />)}
      </div>
      {children}
    </Context.Provider>
  );
}

function Panel({ context }: { context: ViewerContext }) {
  const { t } = useMessages();
  const shown = useStore(context.store, (state) => state.panel.open && tabsOf(context.features, state).length > 0);
  return (
    shown && (
      // It has its room at once: the pages are where they stay from the beginning.
      <aside className="ode-side-panel" aria-label={t('panel.label')}>
        <Suspense>
          <SidePanel />
        </Suspense>
      </aside>
    )
  );
}
