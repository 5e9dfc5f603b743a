/** For the page in the iframe: answers the page around it, if that may ask, and tells it what happens. */
import type { ViewerHandle } from '../core/handle.js';
import type { ViewerEvents } from '../events.js';
import { CONNECT, type FrameEvents, type FrameMessage, type FrameRequest, type FrameState } from './protocol.js';

export interface FrameHost {
  /** The viewer; null while no document is open. */
  viewer(): ViewerHandle | null;
  open(url: string): void;
  /** Whether a page of this origin around this one may give commands. */
  isAllowed(origin: string): boolean | Promise<boolean>;
}

export interface ServedFrame {
  /** Props for `<OdeViewer>` that tell the page around. */
  readonly events: ViewerEvents;
  end(): void;
}

/** Listens to the window around this one, and to none else. */
export function serveFrame(host: FrameHost): ServedFrame {
  const ports = new Set<MessagePort>();
  const connect = async ({ data, source, origin, ports: [port] }: MessageEvent) => {
    if (data !== CONNECT || source !== window.parent || source === window || !port) return;
    if (!(await host.isAllowed(origin))) return port.close();
    ports.add(port);
    port.onmessage = ({ data }: MessageEvent<FrameRequest>) => {
      port.postMessage(answer(host, data));
    };
    port.postMessage({ ready: true } satisfies FrameMessage);
  };
  const listen = (event: MessageEvent) => void connect(event);
  window.addEventListener('message', listen);
  const tell = <E extends keyof FrameEvents>(event: E, detail: FrameEvents[E]) => {
    for (const port of ports) port.postMessage({ event, detail });
  };
  return {
    events: {
      onLoaded: ({ pageCount }) => tell('loaded', { pageCount, name: host.viewer()?.getState().name ?? '' }),
      onPage: (page) => tell('page', page),
      onZoom: (scale) => tell('zoom', scale),
      onSelection: (text) => tell('selection', text),
      onSearch: (search) => tell('search', search),
      onFill: (filled) => tell('fill', filled),
      onError: (error) => tell('error', error),
    },
    end() {
      window.removeEventListener('message', listen);
      for (const port of ports) port.close();
      ports.clear();
    },
  };
}

function answer(host: FrameHost, request: FrameRequest): FrameMessage {
  const { id } = request;
  try {
    return { id, result: resultOf(host, request) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function resultOf(host: FrameHost, request: FrameRequest): unknown {
  switch (request.do) {
    case 'run':
      return host.viewer()?.run(request.command, request.argument) ?? false;
    case 'open':
      return host.open(request.url);
    case 'commands':
      return (
        host
          .viewer()
          ?.commands()
          .map(({ id }) => id) ?? []
      );
    case 'state':
      return stateOf(host.viewer());
  }
}

function stateOf(viewer: ViewerHandle | null): FrameState | null {
  if (!viewer) return null;
  const { page, sizes, scale, rotation, layout, name } = viewer.getState();
  return { page, pageCount: sizes.length, scale, rotation, layout, name };
}

/**
 * Whether pages of other origins are let in by the browser at all: only a page that was sent with `frame-ancestors` (CSP Level 3,
 * 6.4.2) is shown in frames of those alone that it names, so whoever frames it may speak to it.
 */
export async function framesAreRuled(): Promise<boolean> {
  try {
    const { headers } = await fetch(location.href, { method: 'HEAD' });
    return /(^|;)\s*frame-ancestors\s/.test(headers.get('content-security-policy') ?? '');
  } catch {
    return false;
  }
}
