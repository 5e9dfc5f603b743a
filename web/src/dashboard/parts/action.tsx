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
    <Button className={`action ${kind ?? ''}`} aria-label={label} isPending={busy} type={type} slot={slot} onPress={onPress}>
      {children}
    </Button>
  );
}
