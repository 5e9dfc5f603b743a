import { HoverCard } from 'radix-ui';
import { useState } from 'react';
import { useViewerContext } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import type { Comment } from './state.js';
import { Thread } from './thread.js';
import './comments.css';

/** The comments of one page: a place to point at, or to go to by the keyboard, each. */
export default function PageComments({ threads }: { threads: readonly Comment[] }) {
  return threads
    .filter(({ annotation, replies }) => annotation.contents || replies.length)
    .map((comment, i) => <Mark key={i} comment={comment} />);
}

function Mark({ comment }: { comment: Comment }) {
  const { root } = useViewerContext();
  const { t } = useMessages();
  const [open, setOpen] = useState(false);
  const {
    annotation: { rect, author },
  } = comment;
  const [x0, y0, x1, y1] = rect;
  const label = t('comments.by', { author: author || t('comments.nobody') });
  return (
    <HoverCard.Root open={open} onOpenChange={setOpen} openDelay={150} closeDelay={150}>
      <HoverCard.Trigger asChild>
        <button
          type="button"
          className="ode-comment-mark"
          aria-label={label}
          aria-expanded={open}
          onClick={() => setOpen(true)}
          // A card that hovers takes no click of a finger.
          onPointerUp={({ pointerType }) => pointerType === 'touch' && setOpen(true)}
          onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
          style={{
            left: `calc(${x0}px * var(--scale))`,
            top: `calc(${y0}px * var(--scale))`,
            width: `calc(${x1 - x0}px * var(--scale))`,
            height: `calc(${y1 - y0}px * var(--scale))`,
          }}
        />
      </HoverCard.Trigger>
      <HoverCard.Portal container={root}>
        <HoverCard.Content
          className="ode-comment-window"
          role="dialog"
          aria-label={label}
          // On a phone there is no room beside a mark.
          side={root && root.clientWidth > 620 ? 'right' : 'bottom'}
          align="start"
          collisionPadding={12}
        >
          <Thread comment={comment} />
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}
