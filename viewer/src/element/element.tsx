/** `<ode-viewer src="paper.pdf">`: the viewer for pages without React, which this module brings with it. */
import type { Source } from '@ode/engine/browser';
import { createRef } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import style from 'virtual:style';
import type { Command } from '../core/commands.js';
import type { ViewerHandle } from '../core/handle.js';
import type { ViewerState } from '../core/store.js';
import type { ViewerEvents } from '../events.js';
import { OdeViewer, type OdeViewerProps } from '../ode-viewer.js';

/** The details of the element's events, which are `CustomEvent`s of these names. */
export interface OdeViewerEvents {
  loaded: Parameters<NonNullable<ViewerEvents['onLoaded']>>[0];
  page: number;
  zoom: number;
  selection: string;
  search: Parameters<NonNullable<ViewerEvents['onSearch']>>[0];
  fill: boolean;
  error: Parameters<NonNullable<ViewerEvents['onError']>>[0];
}

/** Props that are set as a property, `element.options = { … }`. */
export type OdeViewerOptions = Pick<
  OdeViewerProps,
  'engine' | 'initial' | 'features' | 'without' | 'locale' | 'keys' | 'autoFocus' | 'fallback' | 'fragment' | 'remember'
>;

const sheet = new CSSStyleSheet(); // not a <style>, which a strict policy forbids
sheet.replaceSync(`ode-viewer { display: block; height: 100%; } ${style}`);

/**
 * Attributes: `src`, `locale`, `without` (names of features, with spaces between them), `keys="page"`, `fragment` (alone, or with a
 * name), `remember`. Properties: `src`, which may be a file, bytes or an open document, and `options`. Methods: `run`, `commands`,
 * `getState`, `subscribe`.
 */
export class OdeViewerElement extends HTMLElement implements ViewerHandle {
  static readonly observedAttributes = ['src', 'locale', 'without', 'keys', 'fragment', 'remember'];
  private root: Root | null = null;
  private readonly handle = createRef<ViewerHandle>();
  private source: Source | OdeViewerProps['src'] | null = null;
  private chosen: OdeViewerOptions = {};

  get src(): OdeViewerProps['src'] | null {
    return this.source ?? this.getAttribute('src');
  }

  set src(value: OdeViewerProps['src'] | null) {
    this.source = value;
    this.draw();
  }

  get options(): OdeViewerOptions {
    return this.chosen;
  }

  set options(value: OdeViewerOptions) {
    this.chosen = value;
    this.draw();
  }

  connectedCallback(): void {
    const place = this.getRootNode() as Document | ShadowRoot;
    if (!place.adoptedStyleSheets.includes(sheet)) place.adoptedStyleSheets.push(sheet);
    this.root ??= createRoot(this);
    this.draw();
  }

  disconnectedCallback(): void {
    // Whoever moves it takes it out and puts it back in at once.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.root?.unmount();
      this.root = null;
    });
  }

  attributeChangedCallback(name: string): void {
    if (name === 'src') this.source = null;
    this.draw();
  }

  /** Does a command. False: there is none of this id, or it cannot be done now. */
  run(id: string, argument?: unknown): boolean {
    return this.handle.current?.run(id, argument) ?? false;
  }

  commands(): readonly Command[] {
    return this.handle.current?.commands() ?? [];
  }

  /** Throws while no document is open. */
  getState(): Readonly<ViewerState> {
    if (!this.handle.current) throw new Error('No document is open.');
    return this.handle.current.getState();
  }

  subscribe(listener: (state: ViewerState, before: ViewerState) => void): () => void {
    return this.handle.current?.subscribe(listener) ?? (() => undefined);
  }

  private draw(): void {
    const { src } = this;
    if (!this.root) return;
    if (src === null) return this.root.render(null);
    const attribute = (name: string) => this.getAttribute(name) ?? undefined;
    const props = {
      ...(attribute('locale') && { locale: attribute('locale') }),
      ...(attribute('without') && { without: attribute('without')!.split(/\s+/) }),
      ...(attribute('keys') === 'page' && { keys: 'page' as const }),
      ...(this.hasAttribute('fragment') && { fragment: attribute('fragment') || true }),
      ...(this.hasAttribute('remember') && { remember: true }),
      ...this.chosen,
    };
    this.root.render(<OdeViewer src={src} handle={this.handle} {...props} {...this.events} />);
  }

  private readonly events: ViewerEvents = {
    onLoaded: (document) => this.tell('loaded', document),
    onPage: (page) => this.tell('page', page),
    onZoom: (scale) => this.tell('zoom', scale),
    onSelection: (text) => this.tell('selection', text),
    onSearch: (search) => this.tell('search', search),
    onFill: (filled) => this.tell('fill', filled),
    onError: (error) => this.tell('error', error),
  };

  private tell<E extends keyof OdeViewerEvents>(event: E, detail: OdeViewerEvents[E]): void {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

if (!customElements.get('ode-viewer')) customElements.define('ode-viewer', OdeViewerElement);

declare global {
  interface HTMLElementTagNameMap {
    'ode-viewer': OdeViewerElement;
  }
}
