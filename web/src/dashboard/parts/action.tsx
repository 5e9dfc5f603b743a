import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';

interface ActionProps {
  kind?: 'primary' | 'danger' | 'plain';
  /** What it does, where its words do not say it alone. */
  label?: string;
  busy?: boolean;
  type?: 'button' | 'submit';
  slot?: string;
  onPress?: () => void;
  children: ReactNode;
}

export function Action({ kind, label, busy = false, type = 'button', slot, onPress, children }: ActionProps) {
  return (
    <Button
      // Not `isPending`: that announces the button by an element with the role of a picture, which outlives a dialog's label.
      className={`action ${kind ?? ''} ${busy ? 'busy' : ''}`}
      aria-label={label}
      type={busy ? 'button' : type}
      slot={slot}
      onPress={busy ? undefined : onPress}
    >
      {children}
    </Button>
  );
}
