import { Toolbar as Bar } from 'radix-ui';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { useViewerContext, useViewerState } from '../core/context.js';
import { usePieces } from '../core/turns.js';
import { tabsOf } from '../features/side-panel/state.js';
import { useMessages } from '../messages/messages.js';
import { CommandButton } from './command-button.js';
import { withKeys } from './keys.js';
import { MoreMenu } from './more-menu.js';

type Group = 'start' | 'middle' | 'end';

/** The toolbar: what features put there, and the host's own at both ends. One stop of the Tab key; arrows move in it. */
export function Toolbar({ start, end }: { start?: ReactNode; end?: ReactNode }) {
  const name = useViewerState((state) => state.name);
  const title = useViewerState((state) => state.title);
  const { t, dir } = useMessages();
  // Its room is there at once, and the pages; what stands in it is a third of the viewer, and comes in turns.
  const there = usePieces(4, 1);
  if (there < 2) return <header className="ode-toolbar" />;
  return (
    <header>
      <Bar.Root className="ode-toolbar" aria-label={t('toolbar.label')} dir={dir}>
        <div className="ode-group">
          {start}
          <Items group="start" />
          <h1 className="ode-name" title={name} dir="auto">
            {title ?? name}
          </h1>
        </div>
        {/* At the foot of a phone's screen, where a thumb is. */}
        <div className="ode-tools">
          <div className="ode-group">{there > 2 && <Items group="middle" />}</div>
          <div className="ode-group ode-end">
            {there > 3 && (
              <>
                <Items group="end" />
                {end}
                <MoreMenu />
              </>
            )}
          </div>
        </div>
      </Bar.Root>
    </header>
  );
}

export interface ToolbarButtonProps extends ComponentPropsWithRef<'button'> {
  /** Keys that the host hears itself, such as `Mod+o`: `title` names them as the reader's keyboard does. */
  shortcut?: string;
}

/** A button of the host's own for `toolbarStart` and `toolbarEnd`: arrow keys lead to it, as to all others. */
export function ToolbarButton({ shortcut, title, ...props }: ToolbarButtonProps) {
  const { t } = useMessages();
  return <Bar.Button {...props} title={title && withKeys(title, shortcut, t)} />;
}

function Items({ group }: { group: Group }) {
  const { commands, features, store } = useViewerContext();
  const panels = tabsOf(features, store.getState()).length > 0;
  const buttons = commands
    .all()
    // A side panel without a tab is none.
    .filter(({ id, toolbar }) => toolbar?.group === group && (id !== 'panel.toggle' || panels))
    .map((command) => ({ order: command.toolbar!.order, item: <CommandButton key={command.id} command={command} /> }));
  const own = features.flatMap(({ name, toolbar = [] }) =>
    toolbar.filter((item) => item.group === group).map(({ order, Component }) => ({ order, item: <Component key={`${name} ${order}`} /> })),
  );
  return [...buttons, ...own].sort((a, b) => a.order - b.order).map(({ item }) => item);
}
