import type { ReactNode } from 'react';
import { refusalOf, type Refusal } from '../data/api.js';
import { Action } from './action.js';

/** Why something could not be done or read. */
export function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  const { code, message, requestId } = refusalOf(error);
  return (
    <p className="problem" role="alert">
      {message}
      <small>
        {code}
        {requestId && ` · request ${requestId}`}
      </small>
    </p>
  );
}

/** The service itself is out of reach. */
export function Away({ refusal, onAgain }: { refusal: Refusal; onAgain: () => void }) {
  return (
    <div className="card centred">
      <h1>{refusal.code === 'forbidden' ? 'Not for this role' : 'The service is away'}</h1>
      <p>{refusal.message}</p>
      <Action kind="primary" onPress={onAgain}>
        Try again
      </Action>
    </div>
  );
}

/** There is nothing to show, and that is said. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children && <p>{children}</p>}
    </div>
  );
}
