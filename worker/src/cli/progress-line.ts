const WIDTH = 24;
const EVERY_MS = 80;

/** One line on a terminal that tells how far the work is; nothing at all in a pipe or a file. */
export class ProgressLine {
  private readonly pages = new Map<string, { done: number; total: number }>();
  private finished = 0;
  private drawnAt = 0;
  private readonly live = process.stderr.isTTY === true;

  constructor(private readonly files: number) {}

  page(file: string, done: number, total: number): void {
    this.pages.set(file, { done, total });
    this.draw();
  }

  fileDone(file: string): void {
    this.pages.delete(file);
    this.finished++;
    this.draw();
  }

  /** Wipes the line, for another to be written or at the end. */
  clear(): void {
    if (this.live) process.stderr.write('\r\x1b[K');
  }

  private draw(): void {
    if (!this.live || Date.now() - this.drawnAt < EVERY_MS) return;
    this.drawnAt = Date.now();
    const running = [...this.pages.values()].reduce((sum, { done, total }) => sum + (total ? done / total : 0), 0);
    const share = Math.min(1, (this.finished + running) / this.files);
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const [file = '', at] = [...this.pages].at(-1) ?? [];
    const files = this.files > 1 ? `${this.finished}/${this.files} files  ` : '';
    const text = `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${files}${file}${at ? `  page ${at.done}/${at.total}` : ''}`;
    process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  }
}
