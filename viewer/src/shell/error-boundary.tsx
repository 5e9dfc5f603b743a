import { Component, type ReactNode } from 'react';
import { Context } from '../core/context.js';
import { useMessages } from '../messages/messages.js';

/** Where the reader is told: in the place of what failed, over everything else, or, of what nobody has asked for, nowhere. */
export type FailureShown = 'here' | 'over' | 'nowhere';

/** What goes wrong inside is told of here, and leaves everything around it as it is. */
export class ErrorBoundary extends Component<{ children: ReactNode; failure?: FailureShown }, { failed: boolean }> {
  static override contextType = Context;
  declare context: React.ContextType<typeof Context>;
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    this.context?.emit('onError', { code: 'unknown', message: error instanceof Error ? error.message : String(error) });
  }

  // Named: spelled out, it is React 19's, and React 18's types do not take it.
  override render(): ReactNode {
    const { children, failure = 'here' } = this.props;
    if (!this.state.failed) return children;
    return failure === 'nowhere' ? null : <Failed shown={failure} onAgain={() => this.setState({ failed: false })} />;
  }
}

function Failed({ shown, onAgain }: { shown: FailureShown; onAgain: () => void }) {
  const { t } = useMessages();
  return (
    <div className={`ode-failed ode-${shown}`} role="alert">
      <strong>{t('error.title')}</strong>
      <p>{t('error.advice')}</p>
      <button className="ode-button" onClick={onAgain}>
        {t('error.again')}
      </button>
    </div>
  );
}
