import { X } from 'lucide-react';
import { OdeError, type BrowserDocument } from '@ode/engine/browser';
import { useFailure } from '@ode/viewer';
import { useEffect, useReducer, useRef } from 'react';
import { cancel, follow, ServiceError, submit, upload } from './service.js';
import { useWords } from '../../messages/messages.js';
import { convertReducer, reasonOf, sizeOf, type ConvertState } from './state.js';
import './convert.css';

interface ConvertPanelProps {
  document: BrowserDocument;
  name: string;
  password: string | undefined;
  /** A panel that is not shown still follows its conversion. */
  shown: boolean;
  onClose: () => void;
}

/** Offers to convert the open document on the service, and follows it to its end. */
export default function ConvertPanel({ document, name, password, shown, onClose }: ConvertPanelProps) {
  const { t } = useWords();
  const [state, dispatch] = useReducer(convertReducer, { status: 'idle' });
  const abort = useRef<AbortController | null>(null);
  const unfollow = useRef<(() => void) | null>(null);

  useEffect(
    () => () => {
      abort.current?.abort();
      unfollow.current?.();
    },
    [],
  );

  async function start() {
    const controller = (abort.current = new AbortController());
    const { signal } = controller;
    const total = document.byteLength;
    dispatch({ type: 'uploading', sent: 0, total });
    try {
      const file = await document.file({ signal });
      const documentId = await upload(file, name, signal, (sent) => dispatch({ type: 'uploading', sent, total }));
      const job = await submit(documentId, { title: name.replace(/\.pdf$/i, ''), password });
      if (signal.aborted) {
        void cancel(job.id).catch(() => undefined);
        return dispatch({ type: 'reset' });
      }
      dispatch({ type: 'job', job });
      unfollow.current = follow(
        job.id,
        (job) => dispatch({ type: 'job', job }),
        (lost) => dispatch({ type: 'connection', lost }),
        (error) => dispatch({ type: 'failed', code: error.code, message: error.message }),
      );
    } catch (error) {
      if (controller.signal.aborted) dispatch({ type: 'reset' });
      else dispatch({ type: 'failed', code: codeOf(error), message: error instanceof Error ? error.message : String(error) });
    }
  }

  function stop() {
    abort.current?.abort();
    // Whether it was in time, the job's own progress tells.
    if (state.status === 'working') void cancel(state.jobId).catch(() => dispatch({ type: 'connection', lost: true }));
  }

  return (
    <aside className="convert" aria-label={t('convert.title')} hidden={!shown} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header>
        <h2>{t('convert.title')}</h2>
        <button className="plain" onClick={onClose} aria-label={t('convert.close')}>
          <X className="icon" size={20} strokeWidth={1.75} aria-hidden />
        </button>
      </header>
      <Body
        state={state}
        name={name}
        size={document.byteLength}
        locked={password !== undefined}
        onStart={() => void start()}
        onStop={stop}
      />
    </aside>
  );
}

function Body({
  state,
  name,
  size,
  locked,
  onStart,
  onStop,
}: {
  state: ConvertState;
  name: string;
  size: number;
  locked: boolean;
  onStart: () => void;
  onStop: () => void;
}) {
  const { t } = useWords();
  switch (state.status) {
    case 'idle':
    case 'cancelled':
      return (
        <>
          <p>{t(locked ? 'convert.about-locked' : 'convert.about', { name, size: sizeOf(size) })}</p>
          {state.status === 'cancelled' && <p className="muted">{t('convert.cancelled')}</p>}
          <button className="primary" onClick={onStart} data-testid="convert-start">
            {t('convert.start')}
          </button>
        </>
      );
    case 'uploading':
    case 'working': {
      const [done, total] = state.status === 'uploading' ? [state.sent, state.total] : [state.done, state.total];
      const label =
        state.status === 'working' && state.lost
          ? t('convert.lost')
          : state.status === 'uploading'
            ? t('convert.uploading', { size: sizeOf(size) })
            : state.queued
              ? t('convert.queued')
              : total
                ? t('convert.page', { done, total })
                : t('convert.starting');
      return (
        <>
          <p role="status" data-testid="convert-progress">
            {label}
          </p>
          <progress {...(total ? { value: done, max: total } : {})} aria-label={label} />
          <button onClick={onStop} data-testid="convert-cancel">
            {t('convert.cancel')}
          </button>
        </>
      );
    }
    case 'done':
      return (
        <>
          <p role="status">{t('convert.done', { size: sizeOf(state.size) })}</p>
          <div className="row">
            <a className="button primary" href={`${state.url}?inline`} target="_blank" rel="noopener" data-testid="convert-open">
              {t('convert.open')}
            </a>
            <a className="button" href={state.url} download={`${name.replace(/\.pdf$/i, '')}.html`}>
              {t('convert.download')}
            </a>
          </div>
        </>
      );
    case 'failed':
      return (
        <>
          <Failed code={state.code} />
          <button onClick={onStart}>{t('convert.again')}</button>
        </>
      );
  }
}

function Failed({ code }: { code: string }) {
  const { t } = useWords();
  const { title, isKnown } = useFailure({ code });
  const reason = reasonOf(code);
  return (
    <p className="wrong" role="alert" data-code={code}>
      {reason === null && isKnown ? title : t(reason ?? 'convert.failed', { code })}
    </p>
  );
}

function codeOf(error: unknown): string {
  return error instanceof ServiceError || error instanceof OdeError ? error.code : 'unknown';
}
