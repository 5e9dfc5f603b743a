import { OdeViewer } from '@ode/viewer';
import { useState } from 'react';
import { ConvertPanel } from './features/convert/convert.js';
import { earlyPicture, leaveFirstPage } from './features/first-page/first-page.js';
import type { OpenState } from './features/open/state.js';
import { ConvertIcon, Logo, OpenIcon } from './icons.js';
import { useWords } from './messages/messages.js';

const EARLY = { picture: earlyPicture, leave: leaveFirstPage };
const loadFallback = () => import('./features/fallback/pdfjs.js');

interface OpenedProps {
  state: Extract<OpenState, { status: 'open' }>;
  onChoose: () => void;
  onClose: () => void;
}

/** An open document: the viewer, with the ways out of it, and the panel that offers to convert it. */
export function Opened({ state, onChoose, onClose }: OpenedProps) {
  const { t } = useWords();
  const { document, name, password } = state;
  const [converting, setConverting] = useState(false);
  return (
    <OdeViewer
      src={state}
      keys="page"
      autoFocus
      fragment
      title={(name) => `${name} – ODE`}
      fallback={loadFallback}
      early={EARLY}
      toolbarStart={
        <>
          <button className="plain home" onClick={onClose} aria-label={t('app.close')} title={t('app.close')}>
            <Logo />
          </button>
          <button className="plain open-file" onClick={onChoose} aria-label={t('app.open')} title={`${t('app.open')} (Ctrl+O)`}>
            <OpenIcon />
          </button>
        </>
      }
      toolbarEnd={
        <button
          className="convert-toggle"
          aria-label={t('convert.title')}
          aria-expanded={converting}
          onClick={() => setConverting(!converting)}
          data-testid="convert-button"
        >
          <ConvertIcon /> <span>{t('convert.title')}</span>
        </button>
      }
    >
      <ConvertPanel document={document} name={name} password={password} shown={converting} onClose={() => setConverting(false)} />
    </OdeViewer>
  );
}
