import { useEffect, useState } from 'react';
import type { PageLayerProps } from '../../core/feature.js';
import { lazily } from '../../shell/lazily.js';
import type { Comment } from './state.js';

const Marks = lazily(() => import('./page-comments.js'), 'nowhere');

/** Over a page: where its comments are, and each in a window when it is asked for. */
export function CommentMarks({ document, index }: PageLayerProps) {
  const [threads, setThreads] = useState<readonly Comment[]>([]);
  useEffect(() => {
    let wanted = true;
    const read = async () => {
      const annotations = await document.annotations(index).catch(() => []);
      // Most pages have none, and need nothing of what follows.
      if (!annotations.some(({ type }) => type !== 'Link' && type !== 'Widget')) return;
      const { threadsOf } = await import('./state.js');
      if (wanted) setThreads(threadsOf(annotations, index));
    };
    void read();
    return () => void (wanted = false);
  }, [document, index]);
  return threads.length > 0 && <Marks threads={threads} />;
}
