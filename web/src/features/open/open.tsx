import { useFailure, type Failure } from '@ode/viewer';
import { FolderOpen, Lock, TriangleAlert } from 'lucide-react';
import type { OpenState } from './state.js';
import { Logo } from '../../logo.js';
import { RecentList } from '../recent/recent-list.js';
import { useWords } from '../../messages/messages.js';
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
  const { t } = useWords();
  return (
    <main className="landing" data-testid="drop-zone">
      {state.status === 'locked' ? (
        <Password name={state.name} retry={state.retry} onPassword={onPassword} onCancel={onCancel} />
      ) : (
        <div className="drop">
          {state.status === 'opening' ? (
            <p className="opening" role="status">
              <span className="spinner" /> {t('open.opening', { name: state.name })}
              {state.fetched !== undefined && (
                <progress
                  {...(state.total ? { value: state.fetched, max: state.total } : {})}
                  aria-label={t('open.fetching', { name: state.name })}
                />
              )}
              <button className="plain" onClick={onCancel}>
                {t('open.cancel')}
              </button>
            </p>
          ) : (
            <>
              {state.status === 'failed' ? <Failed failure={state.failure} name={state.name} /> : <Logo />}
              <h1>{t(state.status === 'failed' ? 'open.another' : 'open.title')}</h1>
              <button className="primary" onClick={onChoose}>
                <FolderOpen className="icon" size={20} strokeWidth={1.75} aria-hidden /> {t('open.choose')}
              </button>
              <p className="hint">{t('open.hint')}</p>
              <Address onUrl={onUrl} />
            </>
          )}
        </div>
      )}
      {(state.status === 'empty' || state.status === 'failed') && <RecentList onFile={onFile} onUrl={onUrl} />}
      <p className="promise">
        <Lock className="icon" size={20} strokeWidth={1.75} aria-hidden /> {t('open.promise')}
      </p>
    </main>
  );
}

/** Where nothing can be pasted beside a field, as on phones, an address is written here. */
function Address({ onUrl }: { onUrl: (url: string) => void }) {
  const { t } = useWords();
  return (
    <form
      className="address"
      onSubmit={(event) => {
        event.preventDefault();
        onUrl(String(new FormData(event.currentTarget).get('address')).trim());
      }}
    >
      <input
        name="address"
        type="url"
        dir="ltr"
        required
        pattern="\s*https?://.+"
        inputMode="url"
        autoComplete="off"
        aria-label={t('open.address')}
        placeholder={t('open.address')}
      />
      <button>{t('convert.open')}</button>
    </form>
  );
}

function Failed({ failure, name }: { failure: Failure; name: string }) {
  const { title, advice } = useFailure(failure);
  return (
    <div className="failure" role="alert" data-testid="error-message" data-code={failure.code}>
      <TriangleAlert className="icon" size={20} strokeWidth={1.75} aria-hidden />
      <div>
        <strong>{title}</strong>
        <p className="file">
          <bdi>{name}</bdi>
        </p>
        <p>{advice}</p>
      </div>
    </div>
  );
}

/** `autofocus` acts once in a page's life. */
const takeFocus = (input: HTMLElement | null) => input?.focus();

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
  const { t } = useWords();
  return (
    <form
      className="drop password"
      onSubmit={(event) => {
        event.preventDefault();
        onPassword(String(new FormData(event.currentTarget).get('password') ?? ''));
      }}
    >
      <Lock className="icon" size={20} strokeWidth={1.75} aria-hidden />
      <h1>{t('locked.title')}</h1>
      <label>
        <span>{t('locked.password', { name })}</span>
        <input
          key={String(retry)}
          name="password"
          type="password"
          ref={takeFocus}
          autoComplete="off"
          aria-invalid={retry}
          aria-describedby={retry ? 'password-wrong' : undefined}
          data-testid="password-input"
        />
      </label>
      {retry && (
        <p className="wrong" id="password-wrong" role="alert">
          {t('locked.wrong')}
        </p>
      )}
      <div className="row">
        <button type="button" onClick={onCancel}>
          {t('open.cancel')}
        </button>
        <button className="primary" data-testid="password-submit">
          {t('locked.unlock')}
        </button>
      </div>
    </form>
  );
}
