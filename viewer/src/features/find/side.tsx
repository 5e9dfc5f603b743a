import { useSlice } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { lazily } from '../../shell/lazily.js';
import { FIND } from './state.js';

const Marks = lazily(() => import('./marks.js'), 'nowhere');
const HitList = lazily(() => import('./hit-list.js'));

/** Beside the pages: marks along their scroll bar, and the list of the hits. */
export function FindSide() {
  const { t } = useMessages();
  const some = useSlice(FIND, (state) => state.hits.length > 0);
  const listed = useSlice(FIND, ({ open, list, hits, progress }) => open && list && (hits.length > 0 || progress === 'searching'));
  if (!some && !listed) return null;
  return (
    <div className="ode-find-side" role={listed ? 'complementary' : undefined} aria-label={listed ? t('find.list') : undefined}>
      <Marks />
      {listed && <HitList />}
    </div>
  );
}
