import { useState } from 'react';
import { Action } from './action.js';

/** What is told once: it can be copied, and is nowhere when this is closed. */
export function Secret({ value, onClose }: { value: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <>
      <p>Copy it now: it is not shown again.</p>
      <code className="secret" data-testid="secret">
        {value}
      </code>
      <div className="actions end">
        <Action onPress={() => void copy()}>{copied ? 'Copied' : 'Copy'}</Action>
        <Action kind="primary" onPress={onClose}>
          Done
        </Action>
      </div>
    </>
  );
}
