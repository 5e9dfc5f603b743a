import type { StoreApi } from 'zustand/vanilla';
import { CommandRegistry } from './core/commands.js';
import type { PagesHandle, Slice, ViewerContext } from './core/context.js';
import type { Feature } from './core/feature.js';
import { createViewerStore, type ViewerState } from './core/store.js';
import type { ViewerEvents } from './events.js';
import { recordJump } from './features/history/index.js';
import { arranged, knownFirstView } from './features/opening/first-view.js';
import type { Place } from './core/place.js';
import type { OpenedDocument } from './use-opened.js';

/** The context of one open document. It stays the same for as long as that is open; the host's side of it may change. */
export class OpenContext implements ViewerContext {
  readonly document;
  readonly name;
  readonly password;
  readonly store;
  readonly commands;
  readonly pages: PagesHandle = {
    goTo: (...to) => this.mounted?.goTo(...to),
    reveal: (...to) => this.mounted?.reveal(...to),
    place: () => this.mounted?.place() ?? null,
    restore: (place) => this.mounted?.restore(place),
    focus: () => this.mounted?.focus(),
  };
  private readonly slices = new Map<string, StoreApi<unknown>>();
  private bytes: Promise<Blob> | null = null;
  private mounted: PagesHandle | null = null;
  private events: ViewerEvents = {};
  private readonly movers = new Set<() => void>();
  root: HTMLElement | null = null;

  constructor(
    private readonly opened: OpenedDocument,
    readonly features: readonly Feature[],
    /** What the host has said of how it is shown at first. */
    readonly initial: Partial<ViewerState> = {},
    readonly remember = false,
    /** The width in which it is shown at first, in CSS pixels. */
    width = 0,
  ) {
    this.document = opened.document;
    this.name = opened.name;
    this.password = opened.password;
    const view = knownFirstView(opened.document);
    this.store = createViewerStore(opened.document, opened.name, {
      ...Object.assign({}, ...features.map((feature) => feature.initial?.())),
      ...initial,
      ...(view && arranged(remember ? view : { ...view, left: null }, initial, width)),
    });
    this.commands = new CommandRegistry(features.flatMap(({ commands = [] }) => commands));
  }

  readonly file = (): Promise<Blob> => {
    const { file } = this.opened;
    return (this.bytes ??= Promise.resolve(typeof file === 'function' ? file() : file));
  };

  get fileSize(): number | null {
    const { file } = this.opened;
    return typeof file === 'function' ? null : file.size;
  }

  readonly run = (id: string, argument?: unknown): boolean => this.commands.run(id, this, argument);

  slice<T>({ name, create }: Slice<T>): StoreApi<T> {
    let slice = this.slices.get(name) as StoreApi<T> | undefined;
    if (!slice) this.slices.set(name, (slice = create()));
    return slice;
  }

  emit<E extends keyof ViewerEvents>(event: E, ...details: Parameters<NonNullable<ViewerEvents[E]>>): void {
    (this.events[event] as ((...details: unknown[]) => void) | undefined)?.(...details);
  }

  onMove(listener: () => void): () => void {
    this.movers.add(listener);
    return () => void this.movers.delete(listener);
  }

  readonly moved = (): void => {
    for (const listener of this.movers) listener();
  };

  readonly jumped = (from: Place, to: Place, merge: string | undefined): void => recordJump(this, from, to, merge);

  attachHost(events: ViewerEvents, root: HTMLElement | null): void {
    this.events = events;
    this.root = root;
  }

  readonly attachPages = (pages: PagesHandle | null): void => {
    this.mounted = pages;
  };
}
