import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useViewerContext, useViewerState } from '../../core/context.js';
import { enPrint } from '../../messages/en-print.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import { Dialog } from '../../shell/dialog.js';
import { pagesOf, PRINT, type PageChoice } from './state.js';
import './print.css';

addEnglish(enPrint);

/** Asks what is to be printed, and shows how far it has come. */
export default function Print() {
  const context = useViewerContext();
  const { t } = useMessages();
  const page = useViewerState((state) => state.page);
  const count = useViewerState((state) => state.sizes.length);
  const [choice, setChoice] = useState<PageChoice>('all');
  const [range, setRange] = useState('');
  const [annotations, setAnnotations] = useState(true);
  const [progress, setProgress] = useState<{ done: number; count: number } | null>(null);
  const [fault, setFault] = useState<'print.none' | 'print.failed' | null>(null);
  const abort = useRef<AbortController>(null);
  const close = () => context.slice(PRINT).setState({ open: false });
  useEffect(() => () => abort.current?.abort(), []);

  const print = async (event: FormEvent) => {
    event.preventDefault();
    const pages = choice === 'current' ? [page] : choice === 'all' ? Array.from({ length: count }, (_, i) => i) : pagesOf(range, count);
    if (!pages) return setFault('print.none');
    setFault(null);
    setProgress({ done: 0, count: pages.length });
    const { signal } = (abort.current = new AbortController());
    try {
      const { printPages } = await import('./paper.js');
      const { layers } = context.store.getState();
      await printPages(context.document, pages, {
        ...{ annotations, layers, signal },
        onProgress: (done) => setProgress({ done, count: pages.length }),
      });
      close();
    } catch (error) {
      setProgress(null);
      if (signal.aborted) return;
      setFault('print.failed');
      context.emit('onError', { code: 'print-failed', message: error instanceof Error ? error.message : String(error) });
    }
  };

  const choices: [PageChoice, string][] = [
    ['all', t('print.all', { count })],
    ['current', t('print.current', { page: page + 1 })],
  ];
  return (
    <Dialog title={t('print.label')} onClose={close}>
      <form className="ode-print" onSubmit={(event) => void print(event)}>
        <fieldset disabled={progress !== null}>
          <legend>{t('print.pages')}</legend>
          {choices.map(([value, label]) => (
            <label key={value}>
              <input type="radio" name="pages" checked={choice === value} onChange={() => setChoice(value)} /> {label}
            </label>
          ))}
          <label>
            <input
              type="radio"
              name="pages"
              aria-label={t('print.pages')}
              checked={choice === 'range'}
              onChange={() => setChoice('range')}
            />
            <input
              type="text"
              dir="ltr"
              className="ode-field"
              placeholder={t('print.range')}
              aria-label={t('print.pages')}
              aria-invalid={fault === 'print.none'}
              value={range}
              onFocus={() => setChoice('range')}
              onChange={(event) => setRange(event.currentTarget.value)}
            />
          </label>
          <label className="ode-print-apart">
            <input type="checkbox" checked={annotations} onChange={(event) => setAnnotations(event.currentTarget.checked)} />{' '}
            {t('print.annotations')}
          </label>
        </fieldset>
        {fault && <p role="alert">{t(fault)}</p>}
        {progress && (
          <p role="status">
            <progress value={progress.done} max={progress.count} aria-label={t('print.label')} /> {t('print.preparing', progress)}
          </p>
        )}
        <footer>
          <button type="button" className="ode-button" onClick={() => (progress ? abort.current?.abort() : close())}>
            {t('print.cancel')}
          </button>
          <button type="submit" className="ode-button ode-primary" disabled={progress !== null}>
            {t('print.label')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
