import { useId } from 'react';
import type { Failure } from '../failure.js';
import { enOpening } from '../messages/en-opening.js';
import { addEnglish, useMessages } from '../messages/messages.js';
import type { Opening } from '../use-opened.js';
import { lazily } from './lazily.js';
import './opening.css';

addEnglish(enOpening);

/** Most documents open. Without a connection its code does not come either: then what the engine says has to do. */
const Failed = lazily(() => import('./failed.js').catch(() => ({ default: Unsaid })), 'here');

const Unsaid = ({ failure }: { failure: Failure }) => (
  <p className="ode-status" role="alert">
    {failure.message}
  </p>
);

/** What is seen while a document is not open, and its host says nothing else: how far it has come, what it asks for, that it failed. */
export default function OpeningScreen({ opening, name }: { opening: Exclude<Opening, { status: 'open' }>; name: string }) {
  const { t } = useMessages();
  if (opening.status === 'locked') return <PasswordForm retry={opening.retry} onPassword={opening.answer} />;
  if (opening.status === 'failed') return <Failed failure={opening.failure} />;
  const { fetched, total } = opening;
  return (
    <div className="ode-status" role="status">
      <p>{t('open.opening', { name })}</p>
      {fetched !== undefined && <progress {...(total ? { value: fetched, max: total } : {})} aria-label={t('open.opening', { name })} />}
    </div>
  );
}

/** `autofocus` acts once in a page's life, and React's own is not everywhere that this runs. */
const takeFocus = (input: HTMLElement | null) => input?.focus();

function PasswordForm({ retry, onPassword }: { retry: boolean; onPassword: (password: string) => void }) {
  const { t } = useMessages();
  const id = useId();
  return (
    <form
      className="ode-status ode-password"
      onSubmit={(event) => {
        event.preventDefault();
        onPassword(String(new FormData(event.currentTarget).get('password') ?? ''));
      }}
    >
      <p>{t('open.locked')}</p>
      <label htmlFor={id}>{t('open.password')}</label>
      <div>
        <input
          key={String(retry)}
          id={id}
          name="password"
          type="password"
          autoComplete="off"
          ref={retry ? takeFocus : null}
          aria-invalid={retry}
          aria-describedby={retry ? `${id}-wrong` : undefined}
        />
        <button className="ode-button">{t('open.unlock')}</button>
      </div>
      {retry && (
        <p id={`${id}-wrong`} role="alert">
          {t('open.wrong')}
        </p>
      )}
    </form>
  );
}
