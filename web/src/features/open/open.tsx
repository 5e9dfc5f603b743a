import { FolderOpen, Lock, TriangleAlert } from 'lucide-react';
import type { OpenState } from './state.js';
import { messageOf } from './state.js';
import { Logo } from '../../logo.js';
import { RecentList } from '../recent/recent-list.js';
import './open.css';

/** What is shown while no document is open: where to drop one, or what went wrong with the last. */
export function Landing({
  state,
  onChoose,
  onFile,
  onUrl,
  onPassword,
  onCancel,
}: {
  state: OpenState;
  onChoose: () => void;
  onFile: (file: File, handle: FileSystemFileHandle) => void;
  onUrl: (url: string) => void;
  onPassword: (password: string) => void;
  onCancel: () => void;
}) {
  return (
    <main className="landing" data-testid="drop-zone">
      {state.status === 'locked' ? (
        <Password name={state.name} retry={state.retry} onPassword={onPassword} onCancel={onCancel} />
      ) : (
        <div className="drop">
          {state.status === 'opening' ? (
            <p className="opening" role="status">
              <span className="spinner" /> Opening {state.name}…
              {state.fetched !== undefined && (
                <progress {...(state.total ? { value: state.fetched, max: state.total } : {})} aria-label={`Fetching ${state.name}`} />
              )}
              <button className="plain" onClick={onCancel}>
                Cancel
              </button>
            </p>
          ) : (
            <>
              {state.status === 'failed' ? <Failure code={state.code} name={state.name} /> : <Logo />}
              <h1>{state.status === 'failed' ? 'Open another PDF' : 'Open a PDF'}</h1>
              <button className="primary" onClick={onChoose}>
                <FolderOpen className="icon" size={20} strokeWidth={1.75} aria-hidden /> Choose a file
              </button>
              <p className="hint">or drop one anywhere on this page</p>
            </>
          )}
        </div>
      )}
      {(state.status === 'empty' || state.status === 'failed') && <RecentList onFile={onFile} onUrl={onUrl} />}
      <p className="promise">
        <Lock className="icon" size={20} strokeWidth={1.75} aria-hidden /> Your files never leave this machine: they are read and drawn
        right here in the browser.
      </p>
    </main>
  );
}

function Failure({ code, name }: { code: string; name: string }) {
  const [title, advice] = messageOf(code);
  return (
    <div className="failure" role="alert" data-testid="error-message" data-code={code}>
      <TriangleAlert className="icon" size={20} strokeWidth={1.75} aria-hidden />
      <div>
        <strong>{title}</strong>
        <p className="file">{name}</p>
        <p>{advice}</p>
      </div>
    </div>
  );
}

function Password({
  name,
  retry,
  onPassword,
  onCancel,
}: {
  name: string;
  retry: boolean;
  onPassword: (password: string) => void;
  onCancel: () => void;
}) {
  return (
    <form
      className="drop password"
      onSubmit={(event) => {
        event.preventDefault();
        onPassword(String(new FormData(event.currentTarget).get('password') ?? ''));
      }}
    >
      <Lock className="icon" size={20} strokeWidth={1.75} aria-hidden />
      <h1>This document is locked</h1>
      <label>
        <span>
          Password for <span className="file">{name}</span>
        </span>
        <input
          key={String(retry)}
          name="password"
          type="password"
          autoFocus
          autoComplete="off"
          aria-invalid={retry}
          aria-describedby={retry ? 'password-wrong' : undefined}
          data-testid="password-input"
        />
      </label>
      {retry && (
        <p className="wrong" id="password-wrong" role="alert">
          This password does not open it. Try again.
        </p>
      )}
      <div className="row">
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
        <button className="primary" data-testid="password-submit">
          Unlock
        </button>
      </div>
    </form>
  );
}
