import { Component, type ReactNode } from 'react';
import { Context } from '../core/context.js';
import { useMessages } from '../messages/messages.js';

/** What goes wrong inside is told of here, and leaves everything around it as it is. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  static override contextType = Context;
  declare context: React.ContextType<typeof Context>;
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    this.context?.emit('onError', { code: 'unknown', message: error instanceof Error ? error.message : String(error) });
  }

  override render() {
    return this.state.failed ? <Failed onAgain={() => this.setState({ failed: false })} /> : this.props.children;
  }
}

function Failed({ onAgain }: { onAgain: () => void }) {
  const { t } = useMessages();
  return (
    <div className="ode-failed" role="alert">
      <strong>{t('error.title')}</strong>
      <p>{t('error.advice')}</p>
      <button className="ode-button" onClick={onAgain}>
        {t('error.again')}
      </button>
    </div>
  );
}
