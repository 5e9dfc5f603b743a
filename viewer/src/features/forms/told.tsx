import { useSlice, useViewerContext } from '../../core/context.js';
import { lazily } from '../../shell/lazily.js';
import { FORMS } from './state.js';

const ToldLine = lazily(() => import('../../shell/told-line.js'));

/** What a button of the form would do, and does not. */
export function FormsTold() {
  const context = useViewerContext();
  const told = useSlice(FORMS, (state) => state.told);
  return told && <ToldLine told={[told]} onClose={() => context.slice(FORMS).setState({ told: null })} />;
}
