import { lazily, OdeViewer, ToolbarButton } from '@ode/viewer';
import { CodeXml, FolderOpen, X } from 'lucide-react';
import { useState } from 'react';
import { earlyPicture, handOver } from './features/first-page/first-page.js';
import { attachViewer, frameEvents, isFramed } from './features/frame/frame.js';
import type { OpenState } from './features/open/state.js';
import { Logo } from './logo.js';
import { useWords } from './messages/messages.js';

const EARLY = { picture: earlyPicture, leave: handOver };
/** Loaded when somebody wants to convert something; it stays then, and follows the conversion. */
const ConvertPanel = lazily(() => import('./features/convert/convert.js'));
const loadFallback = () => import('@ode/viewer/pdfjs');

interface OpenedProps {
  state: Extract<OpenState, { status: 'open' }>;
  /** What its entries of the browser's history are known by. */
  name: string;
  /** Whether it is the one that is seen: it has the keys, the address and the title. */
  seen: boolean;
  /** There are no tabs to close it by. */
  alone: boolean;
  onChoose: () => void;
  onStart: () => void;
  onClose: () => void;
  onFill: (filled: boolean) => void;
}

/** An open document: the viewer, with the ways out of it, and the panel that offers to convert it. */
export function Opened({ state, name: key, seen, alone, onChoose, onStart, onClose, onFill }: OpenedProps) {
  const { t } = useWords();
  const { document, name, password } = state;
  const [converting, setConverting] = useState<boolean | null>(null);
  return (
    <OdeViewer
      src={state}
      {...(seen ? frameEvents : {})}
      onFill={(filled) => {
        if (seen) frameEvents.onFill?.(filled);
        onFill(filled);
      }}
      handle={seen ? attachViewer : undefined}
      keys={seen ? 'page' : 'viewer'}
      autoFocus={seen && !isFramed}
      fragment={seen && key}
      remember
      title={seen ? titleOf : undefined}
      fallback={loadFallback}
      early={EARLY}
      toolbarStart={
        <>
          {alone && (
            <ToolbarButton className="plain home" onClick={onStart} aria-label={t('app.start')} title={t('app.start')}>
              <Logo />
            </ToolbarButton>
          )}
          <ToolbarButton className="plain open-file" onClick={onChoose} aria-label={t('app.open')} title={t('app.open')} shortcut="Mod+o">
            <FolderOpen className="icon" size={20} strokeWidth={1.75} aria-hidden />
          </ToolbarButton>
          {alone && (
            <ToolbarButton className="plain" onClick={onClose} aria-label={t('app.close')} title={t('app.close')}>
              <X className="icon" size={20} strokeWidth={1.75} aria-hidden />
            </ToolbarButton>
          )}
        </>
      }
      toolbarEnd={
        <ToolbarButton
          className="convert-toggle"
          aria-label={t('convert.title')}
          aria-expanded={converting ?? false}
          onClick={() => setConverting(!converting)}
          data-testid="convert-button"
        >
          <CodeXml className="icon" size={20} strokeWidth={1.75} aria-hidden /> <span>{t('convert.title')}</span>
        </ToolbarButton>
      }
    >
      {converting !== null && (
        <ConvertPanel document={document} name={name} password={password} shown={converting} onClose={() => setConverting(false)} />
      )}
    </OdeViewer>
  );
}

const titleOf = (name: string) => `${name} – ODE`;
