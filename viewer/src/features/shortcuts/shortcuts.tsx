import { useViewerContext } from '../../core/context.js';
import { enMenu } from '../../messages/en-menu.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import { Dialog } from '../../shell/dialog.js';
import { nameOfKeys } from '../../shell/keys.js';
import { SHORTCUTS } from './state.js';
import './shortcuts.css';

addEnglish(enMenu);

/** Every command that a key does, with its keys; those that are called the same are one to the reader. */
export default function Shortcuts() {
  const context = useViewerContext();
  const { t } = useMessages();
  const keys = new Map<string, string[]>();
  for (const { label, shortcuts = [], enabled } of context.commands.all()) {
    const can = (presenting: boolean) => enabled?.({ ...context.store.getState(), presenting }) !== false;
    // What keys do before an audience alone is told apart from what they do otherwise.
    const name = can(true) && !can(false) && label !== 'presentation.end' ? `${t(label)} (${t('presentation.start')})` : t(label);
    if (shortcuts.length) keys.set(name, [...(keys.get(name) ?? []), ...shortcuts]);
  }
  return (
    <Dialog title={t('shortcuts.label')} onClose={() => context.slice(SHORTCUTS).setState({ open: false })}>
      <dl className="ode-shortcuts">
        {[...keys].map(([name, shortcuts]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {shortcuts.map((shortcut) => (
                <kbd key={shortcut} dir="ltr">
                  {nameOfKeys(shortcut, t)}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
