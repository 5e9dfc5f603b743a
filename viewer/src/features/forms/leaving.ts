import { useEffect } from 'react';
import { useSlice } from '../../core/context.js';
import { FORMS } from './state.js';

/** The browser asks before the page goes, once something has been filled in: no file has it. */
export function useAskBeforeLeaving(): void {
  const isFilled = useSlice(FORMS, ({ values }) => Object.keys(values).length > 0);
  useEffect(() => {
    if (!isFilled) return;
    const ask = (event: Event) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isFilled]);
}
