import { useViewerContext } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { written } from '../../shell/command-button.js';
import { Dialog } from '../../shell/dialog.js';
import { SHORTCUTS } from './state.js';
import './shortcuts.css';

/** Every command that a key does, with its keys. */
export default function Shortcuts() {
  const context = useViewerContext();
  const { t } = useMessages();
  return (
    <Dialog title={t('shortcuts.label')} onClose={() => context.slice(SHORTCUTS).setState({ open: false })}>
      <dl className="ode-shortcuts">
        {context.commands.all().map(({ id, label, shortcuts }) =>
          shortcuts?.length ? (
            <div key={id}>
              <dt>{t(label)}</dt>
              <dd>
                {shortcuts.map((shortcut) => (
                  <kbd key={shortcut} dir="ltr">
                    {written(shortcut)}
                  </kbd>
                ))}
              </dd>
            </div>
          ) : null,
        )}
      </dl>
    </Dialog>
  );
}
