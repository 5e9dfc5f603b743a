import type { Job } from '../data/api.js';

const WORDS: Record<Job['status'], string> = {
  queued: 'Queued',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export function StatusBadge({ status }: { status: Job['status'] }) {
  return (
    <span className={`badge ${status}`}>
      <span className="dot" aria-hidden="true" />
      {WORDS[status]}
    </span>
  );
}

export const statusWord = (status: Job['status']) => WORDS[status];
