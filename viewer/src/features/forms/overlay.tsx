import { useSlice, useViewerContext } from '../../core/context.js';
import { lazily } from '../../shell/lazily.js';
import { useAskBeforeLeaving } from './leaving.js';
import { FORMS } from './state.js';

const ToldLine = lazily(() => import('../../shell/told-line.js'));

/** What a button of the form would do, and does not; what has been filled in is not left without a question. */
export function FormsOverlay() {
  useAskBeforeLeaving();
  const context = useViewerContext();
  const told = useSlice(FORMS, (state) => state.told);
  return told && <ToldLine told={[told]} onClose={() => context.slice(FORMS).setState({ told: null })} />;
}
