import type { ReactNode } from 'react';
import { Action } from './action.js';
import { Ask } from './dialog.js';
import { Problem } from './notice.js';

interface ConfirmProps {
  title: string;
  open: boolean;
  /** What is done, in a word: the button's. */
  word: string;
  kind?: 'primary' | 'danger';
  error: unknown;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
  /** What follows from it. */
  children: ReactNode;
}

/** Asks whether something is meant, and tells what follows from it. */
export function Confirm({ title, open, word, kind = 'danger', error, busy, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Ask title={title} open={open} onClose={onClose}>
      <p>{children}</p>
      <Problem error={error} />
      <div className="actions end">
        <Action onPress={onClose}>Cancel</Action>
        <Action kind={kind} busy={busy} onPress={onConfirm}>
          {word}
        </Action>
      </div>
    </Ask>
  );
}
