import { enComments } from '../../messages/en-comments.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import type { Comment } from './state.js';

addEnglish(enComments);

/** A comment with its states and answers. What people wrote is shown as text, whatever it holds. */
export function Thread({ comment }: { comment: Comment }) {
  return (
    <>
      <Entry comment={comment} />
      {comment.replies.length > 0 && (
        <ul className="ode-replies">
          {comment.replies.map((reply, i) => (
            <li key={i}>
              <Entry comment={reply} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Entry({ comment: { annotation, states } }: { comment: Comment }) {
  const { t, locale } = useMessages();
  const { author, modified, contents, type } = annotation;
  const time = modified === undefined ? NaN : Date.parse(modified);
  return (
    <>
      <p className="ode-comment-head">
        <strong dir="auto">{author || t('comments.nobody')}</strong>
        {!Number.isNaN(time) && <time dateTime={modified}>{new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(time)}</time>}
      </p>
      <p className="ode-comment-text" dir="auto">
        {contents || <em>{t('comments.mark', { type })}</em>}
      </p>
      {states.map(({ author, state }) => {
        const verdict = t('comments.verdict', { state });
        return (
          <p key={author} className="ode-comment-state">
            {author ? t('comments.state', { state: verdict, author }) : verdict}
          </p>
        );
      })}
    </>
  );
}
