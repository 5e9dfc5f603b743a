import type { BrowserOptions } from '@ode/engine/browser';
import { useEffect, useState, type ReactNode, type Ref } from 'react';
import type { ViewerHandle } from './core/handle.js';
import type { Feature } from './core/feature.js';
import type { ViewerState } from './core/store.js';
import type { ViewerEvents } from './events.js';
import type { FallbackModule } from './features/fallback/fallback.js';
import type { EarlyPicture } from './features/pages/draw.js';
import { MessagesContext } from './messages/messages.js';
import { useLanguage } from './messages/use-language.js';
import { ErrorBoundary } from './shell/error-boundary.js';
import type { KeyScope } from './shell/keyboard.js';
import { lazily } from './shell/lazily.js';
import { OpenViewer } from './open-viewer.js';
import { useFirstView } from './features/opening/use-first-view.js';
import { nameOf, useOpened, type ViewerSource } from './use-opened.js';
import './viewer.css';

/** A host that opens documents itself has no need of it. */
const OpeningScreen = lazily(() => import('./shell/opening.js'), 'here');

export interface OdeViewerProps extends ViewerEvents {
  /** An address, a file, bytes, or a document that is open already. Another one is opened when it changes. */
  src: ViewerSource;
  /** For opening: where the engine's resources are, fonts for text without one, what asks for a password. */
  engine?: BrowserOptions;
  handle?: Ref<ViewerHandle>;
  /** How it is shown at first. */
  initial?: Partial<Pick<ViewerState, 'zoom' | 'rotation' | 'layout' | 'colors' | 'inks' | 'tool' | 'panel'>>;
  /** Names of features that are left out. */
  without?: readonly string[];
  /** Features of the host's own. */
  features?: readonly Feature[];
  /** The language, as BCP 47; the browser's by default. */
  locale?: string;
  /** Where shortcuts are heard: in the viewer (by default), or in the whole page. */
  keys?: KeyScope;
  /** Takes the keyboard when it comes. */
  autoFocus?: boolean;
  /**
   * Binds the page's address to what is seen: `#page=`, `#zoom=`, `#nameddest=`, `#search=` are heeded, the address follows, and
   * jumps are entries of the browser's history. A name tells this viewer's entries from those of another one on the page.
   */
  fragment?: boolean | string;
  /** Shows each document as it was left: page, place, zoom, rotation, layout and panel are kept in this browser. */
  remember?: boolean;
  /** The title of the page, made of the document's name, or of its title where it wants that shown; without it, the page keeps its own. */
  title?: (name: string) => string;
  /** What stands in the toolbar before and after its own, and over the pages. */
  toolbarStart?: ReactNode;
  toolbarEnd?: ReactNode;
  children?: ReactNode;
  /** Brings what draws the pages that the engine cannot. */
  fallback?: () => Promise<FallbackModule>;
  early?: EarlyPicture;
  className?: string;
}

/** A PDF viewer. It fills its parent's height. */
export function OdeViewer(props: OdeViewerProps) {
  const messages = useLanguage(props.locale);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  return (
    <MessagesContext.Provider value={messages}>
      <div className={`ode-viewer${props.className ? ` ${props.className}` : ''}`} lang={messages.locale} dir={messages.dir} ref={setRoot}>
        <ErrorBoundary>
          <Content {...props} root={root} />
        </ErrorBoundary>
      </div>
    </MessagesContext.Provider>
  );
}

function Content(props: OdeViewerProps & { root: HTMLElement | null }) {
  const { src, engine, onError } = props;
  const opening = useFirstView(useOpened(src, engine));
  const failure = opening.status === 'failed' ? opening.failure : null;
  useEffect(() => {
    if (failure) onError?.(failure);
  }, [failure, onError]);
  if (opening.status === 'open') return <OpenViewer key={keyOf(opening.opened)} {...props} opened={opening.opened} />;
  return <OpeningScreen opening={opening} name={nameOf(src)} />;
}

const keys = new WeakMap<object, number>();
let lastKey = 0;

/** Another document is another viewer: nothing of the last one's state stays. */
function keyOf({ document }: { document: object }): number {
  let key = keys.get(document);
  if (key === undefined) keys.set(document, (key = ++lastKey));
  return key;
}
