import { Toolbar } from 'radix-ui';
import { useStore } from 'zustand';
import type { Command } from '../core/commands.js';
import { useViewerContext } from '../core/context.js';
import { useMessages } from '../messages/messages.js';
import { withKeys } from './keys.js';

/** Where a button gives its place to others. */
const NARROW = { never: '', menu: ' ode-wide-only', phone: ' ode-phone-less' };

/** A command's button in the toolbar. */
export function CommandButton({ command }: { command: Command }) {
  const context = useViewerContext();
  const { t } = useMessages();
  const enabled = useStore(context.store, (state) => command.enabled?.(state) !== false);
  const pressed = useStore(context.store, (state) => command.pressed?.(state));
  const { icon: Icon, shortcuts } = command;
  const label = t(command.label);
  return (
    <Toolbar.Button
      className={`ode-button${NARROW[command.toolbar?.narrow ?? 'never']}`}
      disabled={!enabled}
      aria-label={label}
      aria-pressed={pressed}
      title={withKeys(label, shortcuts?.[0], t)}
      data-testid={command.id.replace(/^(zoom)\.(in|out)$/, '$1-$2').replace(/^zoom\.fit/, 'fit')}
      onClick={() => void context.run(command.id)}
    >
      {Icon ? <Icon size={20} strokeWidth={1.75} aria-hidden /> : label}
    </Toolbar.Button>
  );
}
