/** For the page around an iframe with ODE's viewer: commands to it, and events from it, with types. It depends on nothing. */
import { CONNECT, type FrameEvents, type FrameMessage, type FrameRequest, type FrameState } from './protocol.js';

export type { FrameEvents, FrameState } from './protocol.js';

/** The viewer in an iframe. */
export interface FrameViewer {
  /** Does a command, such as `zoom.in` or `navigate.go`. False: there is none of this id, or it cannot be done now. */
  run(command: string, argument?: unknown): Promise<boolean>;
  /** Opens another document, by an address that the viewer's page can read. */
  open(url: string): Promise<void>;
  /** Null: no document is open. */
  getState(): Promise<FrameState | null>;
  /** The ids of all commands. */
  commands(): Promise<string[]>;
  /** Calls back at each event; returns what ends it. */
  on<E extends keyof FrameEvents>(event: E, listener: (detail: FrameEvents[E]) => void): () => void;
  /** Ends the connection. The viewer stays as it is. */
  disconnect(): void;
}

export interface ConnectOptions {
  /** The viewer's origin; that of the iframe's `src` by default. Nothing is sent to another one. */
  origin?: string;
  /** Milliseconds to wait for the viewer; 30,000 by default. */
  timeout?: number;
}

/** The page may ask before the frame listens. */
const AGAIN = 200;

/** Connects to the viewer in an iframe, which may still be loading. Rejects where none answers: it lets its own origin in, and those that may frame it. */
export function connect(iframe: HTMLIFrameElement, { origin, timeout = 30_000 }: ConnectOptions = {}): Promise<FrameViewer> {
  const target = origin ?? new URL(iframe.src, location.href).origin;
  return new Promise((resolve, reject) => {
    const ports = new Set<MessagePort>();
    const ask = () => {
      const { port1, port2 } = new MessageChannel();
      ports.add(port1);
      port1.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
        if (!('ready' in data)) return;
        stop();
        for (const port of ports) if (port !== port1) port.close();
        resolve(viewerAt(port1));
      };
      iframe.contentWindow?.postMessage(CONNECT, target, [port2]);
    };
    const timer = setInterval(ask, AGAIN);
    const end = setTimeout(() => {
      stop();
      for (const port of ports) port.close();
      reject(new Error(`No viewer answers at ${target}.`));
    }, timeout);
    const stop = () => {
      clearInterval(timer);
      clearTimeout(end);
    };
    ask();
  });
}

type Listener = (detail: never) => void;
/** Without its number, which is given when it is sent. */
type Asked = FrameRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

function viewerAt(port: MessagePort): FrameViewer {
  const listeners = new Map<string, Set<Listener>>();
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  port.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
    if ('event' in data) return listeners.get(data.event)?.forEach((listener) => listener(data.detail as never));
    if (!('id' in data)) return;
    const answer = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) answer?.reject(new Error(data.error));
    else answer?.resolve(data.result as never);
  };
  const ask = <T>(request: Asked) =>
    new Promise<T>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      port.postMessage({ ...request, id });
    });
  return {
    run: (command, argument) => ask({ do: 'run', command, argument }),
    open: (url) => ask({ do: 'open', url }),
    getState: () => ask({ do: 'state' }),
    commands: () => ask({ do: 'commands' }),
    on(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => void all.delete(listener);
    },
    disconnect() {
      port.close();
      for (const { reject } of waiting.values()) reject(new Error('The connection was ended.'));
      waiting.clear();
    },
  };
}
