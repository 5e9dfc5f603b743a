import { useEffect } from 'react';
import { useSlice, useViewerContext } from '../../core/context.js';
import { FORMS } from './state.js';

/** The host is told once something has been filled in, and the browser asks before the page goes: no file has it. */
export function useAskBeforeLeaving(): void {
  const context = useViewerContext();
  const isFilled = useSlice(FORMS, ({ values }) => Object.keys(values).length > 0);
  useEffect(() => {
    if (!isFilled) return;
    context.emit('onFill', true);
    const ask = (event: Event) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
      context.emit('onFill', false);
    };
  }, [context, isFilled]);
}
