import type { Annotation } from '@ode/engine/browser';

/** A comment, the states that were given to it, and what was answered. */
export interface Comment {
  annotation: Annotation;
  /** The page, from 0. */
  page: number;
  /** `Accepted`, `Rejected`, `Cancelled`, `Completed`, `Marked`: the last one that each person gave (12.5.6.3). */
  states: { author: string; state: string }[];
  replies: Comment[];
}

/** Annotations that people comment with; links, form fields, drawings of printers and the windows of comments are none. */
const MARKUP = new Set(
  'Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink FileAttachment Sound Redact'.split(
    ' ',
  ),
);

/** Whether somebody wrote it, or marked something with it. Answers are hidden on the page, as all of a thread is at one place. */
export const isComment = ({ type, hidden, inReplyTo }: Annotation): boolean => MARKUP.has(type) && (!hidden || inReplyTo !== undefined);

/**
 * The comments of a page as threads, in reading order: from the top, then along the line. An answer to one that is not on
 * the page, or that would answer itself, stands for itself.
 */
export function threadsOf(annotations: readonly Annotation[], page: number): Comment[] {
  const all = annotations
    .filter((annotation) => isComment(annotation) || annotation.state !== undefined)
    .map((annotation): Comment => ({ annotation, page, states: [], replies: [] }));
  const byId = new Map(all.flatMap((comment) => (comment.annotation.id === undefined ? [] : [[comment.annotation.id, comment]])));
  const answers = ({ annotation }: Comment) => (annotation.inReplyTo === undefined ? undefined : byId.get(annotation.inReplyTo));
  const roots: Comment[] = [];
  for (const comment of all) {
    const above = rootOf(comment, answers);
    if (above === comment) {
      if (comment.annotation.state === undefined) roots.push(comment);
      continue;
    }
    const { state, author = '' } = comment.annotation;
    if (state === undefined) above.replies.push(comment);
    else if (state !== 'None' && state !== 'Unmarked')
      above.states = [...above.states.filter((given) => given.author !== author), { author, state }];
    else above.states = above.states.filter((given) => given.author !== author);
  }
  for (const { replies } of roots) replies.sort((a, b) => (a.annotation.modified ?? '').localeCompare(b.annotation.modified ?? ''));
  return roots.sort((a, b) => a.annotation.rect[1] - b.annotation.rect[1] || a.annotation.rect[0] - b.annotation.rect[0]);
}

function rootOf(comment: Comment, above: (comment: Comment) => Comment | undefined): Comment {
  const seen = new Set<Comment>([comment]);
  let root = comment;
  for (let next; (next = above(root)); root = next) {
    if (seen.has(next)) return comment; // in a circle
    seen.add(next);
  }
  return root;
}
