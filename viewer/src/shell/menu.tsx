import { DropdownMenu } from 'radix-ui';
import { Fragment, useRef } from 'react';
import { useStore } from 'zustand';
import type { Command, ToolbarPlace } from '../core/commands.js';
import { useViewerContext } from '../core/context.js';
import { enMenu } from '../messages/en-menu.js';
import { addEnglish, useMessages } from '../messages/messages.js';
import { nameOfKeys } from './keys.js';
import './menu.css';

addEnglish(enMenu);

/** The commands that have no button, in groups; where the viewer is narrow also those whose button is left out. */
export default function Menu({ onClose }: { onClose: () => void }) {
  const { commands, root, pages } = useViewerContext();
  const chosen = useRef(false);
  /** Who has chosen something goes on reading, unless what was chosen has the keyboard; who has not is back at the button. */
  const leave = (event: Event) => {
    event.preventDefault();
    if (!chosen.current) return root?.querySelector<HTMLElement>('.ode-more > .ode-button')?.focus();
    const { activeElement, body } = root!.ownerDocument;
    if (!activeElement || activeElement === body || activeElement.closest('.ode-menu, .ode-more')) pages.focus();
  };
  const { dir, t } = useMessages();
  const groups = new Map<string, Command[]>();
  for (const command of commands.all()) {
    const group = command.menu ?? (command.toolbar?.narrow && 'narrow');
    if (group) groups.set(group, [...(groups.get(group) ?? []), command]);
  }
  // A line between groups of which one is not shown would stand alone.
  const names = [...groups.keys()];
  return (
    <DropdownMenu.Root defaultOpen modal={false} dir={dir} onOpenChange={(open) => open || onClose()}>
      <DropdownMenu.Trigger className="ode-menu-anchor" tabIndex={-1} aria-hidden />
      {/* In the toolbar's landmark. */}
      <DropdownMenu.Portal container={root?.querySelector('header') ?? root}>
        <DropdownMenu.Content
          tabIndex={0}
          className="ode-menu"
          align="end"
          sideOffset={8}
          collisionPadding={8}
          onCloseAutoFocus={leave}
          aria-label={t('menu.more')}
        >
          {[...groups].map(([group, members], i) => (
            <Fragment key={group}>
              {i > 0 && (
                <DropdownMenu.Separator
                  className={`ode-menu-line${group === 'narrow' || names.slice(0, i).every((n) => n === 'narrow') ? ' ode-narrow-only' : ''}`}
                />
              )}
              {members.map((command) => (
                <Item
                  key={command.id}
                  command={command}
                  narrow={command.menu ? undefined : command.toolbar?.narrow}
                  onChosen={() => (chosen.current = true)}
                />
              ))}
            </Fragment>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ command, narrow, onChosen }: { command: Command; narrow: ToolbarPlace['narrow']; onChosen: () => void }) {
  const context = useViewerContext();
  const { t } = useMessages();
  const enabled = useStore(context.store, (state) => command.enabled?.(state) !== false);
  const pressed = useStore(context.store, (state) => command.pressed?.(state));
  const { icon: Icon, shortcuts } = command;
  const props = {
    className: `ode-menu-item${narrow ? ` ode-${narrow === 'phone' ? 'phone' : 'narrow'}-only` : ''}`,
    disabled: !enabled,
    onSelect() {
      onChosen();
      context.run(command.id);
    },
  };
  const inside = (
    <>
      {Icon ? <Icon size={18} strokeWidth={1.75} aria-hidden /> : <span />}
      <span>{t(command.label)}</span>
      <kbd dir="ltr">{shortcuts?.[0] && nameOfKeys(shortcuts[0], t)}</kbd>
    </>
  );
  if (pressed === undefined) return <DropdownMenu.Item {...props}>{inside}</DropdownMenu.Item>;
  return (
    <DropdownMenu.CheckboxItem {...props} checked={pressed}>
      {inside}
    </DropdownMenu.CheckboxItem>
  );
}
