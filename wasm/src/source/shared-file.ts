import { OdeError, orAborted } from '../errors.js';
import { missingOf, SMALL_REMOTE_BYTES, wholeOf, type FetchOptions, type RemoteFile } from './remote-file.js';

/** Comes in a tenth of a second on a line of 20 Mbit/s. */
const LITTLE_BYTES = 1 << 18;

/** The file of a document, which every worker reads on its own. */
export class SharedFile {
  private coming: Promise<Blob> | null = null;
  /** What has come of a server's file, and who is told. */
  private arrived: Blob | null = null;
  private onWhole: (file: Blob) => void = () => undefined;
  private readonly listeners = new Set<NonNullable<FetchOptions['onProgress']>>();

  /**
   * @param place goes to every worker without a copy
   * @param bytes the same, which the worker that opens the document first takes over
   */
  constructor(
    private place: Blob | RemoteFile,
    private bytes?: Uint8Array<ArrayBuffer>,
  ) {}

  /** Bytes. */
  get length(): number {
    return this.place instanceof Blob ? this.place.size : this.place.length;
  }

  get isRemote(): boolean {
    return !(this.place instanceof Blob);
  }

  /** What the next worker reads. */
  take(): Uint8Array<ArrayBuffer> | Blob | RemoteFile {
    const { bytes } = this;
    delete this.bytes;
    return bytes ?? this.place;
  }

  /** Calls `onWhole` when a server's file is here, which it may be already. */
  follow(onWhole: (file: Blob) => void): void {
    this.onWhole = onWhole;
    if (this.arrived) onWhole(this.arrived);
  }

  /** Fetches the rest where it is little, while the engine gets ready: nobody else needs the line then. */
  begin(): void {
    if (!(this.place instanceof Blob) && missingOf(this.place) <= LITTLE_BYTES) this.fetchWhole();
  }

  /** Fetches the rest of a small file, now that what was waited for is there. */
  settle(): void {
    if (!(this.place instanceof Blob) && this.place.length <= SMALL_REMOTE_BYTES) this.fetchWhole();
  }

  private fetchWhole(): void {
    this.whole().catch(() => undefined); // it can be read by parts
  }

  /** The whole file, fetched once, whoever asks. Throws `source-unreachable` or `aborted`. */
  async whole({ signal, onProgress }: FetchOptions = {}): Promise<Blob> {
    if (onProgress) this.listeners.add(onProgress);
    try {
      for (;;) {
        if (this.place instanceof Blob) return this.place;
        try {
          return await orAborted((this.coming ??= this.fetch(this.place, signal)), signal);
        } catch (error) {
          // Somebody else has asked, and wants it no more.
          if (!(error instanceof OdeError && error.code === 'aborted') || signal?.aborted) throw error;
        }
      }
    } finally {
      if (onProgress) this.listeners.delete(onProgress);
    }
  }

  private async fetch(file: RemoteFile, signal: AbortSignal | undefined): Promise<Blob> {
    try {
      const onProgress = (loaded: number, total: number) => this.listeners.forEach((listener) => listener(loaded, total));
      const blob = new Blob((await wholeOf(file, { signal, onProgress })) as Uint8Array<ArrayBuffer>[], { type: 'application/pdf' });
      this.place = blob;
      this.arrived = blob;
      this.onWhole(blob);
      return blob;
    } finally {
      this.coming = null;
    }
  }
}
