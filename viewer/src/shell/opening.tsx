import type { Failure } from '../failure.js';
import { useMessages } from '../messages/messages.js';
import type { Opening } from '../use-opened.js';
import { lazily } from './lazily.js';
import './opening.css';

const PasswordForm = lazily(() => import('./password-form.js'), 'here');

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
