import { useViewerContext, useViewerState } from '../../core/context.js';
import { enColors } from '../../messages/en-colors.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import { Dialog } from '../../shell/dialog.js';
import { CHOOSING } from './commands.js';
import './choose.css';

addEnglish(enColors);

/** The reader's own colours: the pages show them while they are chosen. */
export default function Choose() {
  const context = useViewerContext();
  const { t } = useMessages();
  const inks = useViewerState((state) => state.inks);
  const close = () => context.slice(CHOOSING).setState({ open: false });
  const choose = (change: Partial<typeof inks>) => context.store.setState({ colors: 'custom', inks: { ...inks, ...change } });
  return (
    <Dialog title={t('colors.label')} onClose={close}>
      <form
        className="ode-colors"
        onSubmit={(event) => {
          event.preventDefault();
          choose({});
          close();
        }}
      >
        {(['ink', 'paper'] as const).map((key) => (
          <label key={key}>
            <input type="color" value={inks[key]} onChange={({ currentTarget }) => choose({ [key]: currentTarget.value })} />
            {t(`colors.${key}`)}
          </label>
        ))}
        <p className="ode-colors-sample" style={{ color: inks.ink, background: inks.paper }}>
          {t('colors.sample')}
        </p>
        <footer>
          <button type="submit" className="ode-button ode-primary">
            {t('colors.done')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
