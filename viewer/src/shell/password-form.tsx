import { useId } from 'react';
import { enPassword } from '../messages/en-password.js';
import { addEnglish, useMessages } from '../messages/messages.js';

addEnglish(enPassword);

/** `autofocus` acts once in a page's life, and React's own is not everywhere that this runs. */
const takeFocus = (input: HTMLElement | null) => input?.focus();

export default function PasswordForm({ retry, onPassword }: { retry: boolean; onPassword: (password: string) => void }) {
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
