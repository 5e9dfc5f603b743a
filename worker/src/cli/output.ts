import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { OdeServiceError } from '@ode/server/errors';
import { UsageError } from './failure.js';

/** Where one input's output goes; `-` is standard output. */
export interface Job {
  input: string;
  output: string;
}

/**
 * Pairs inputs with outputs: one input and a file, or any number of inputs and a folder. Throws `UsageError` when two
 * would go to the same place.
 */
export async function pairOutputs(inputs: string[], out: string, name: (input: string) => string): Promise<Job[]> {
  const isFolder = out !== '-' && (out.endsWith('/') || out.endsWith(path.sep) || (await fs.stat(out).catch(() => null))?.isDirectory());
  const [first, ...others] = inputs;
  if (first !== undefined && !others.length && !isFolder) return [{ input: first, output: out }];
  if (out === '-') throw new UsageError('Several inputs do not go to standard output: name a folder with -o');
  const there = await fs.stat(out).catch(() => null);
  if (there && !isFolder) throw new UsageError(`Several inputs need a folder, and ${out} is a file`);
  if (!there && !isFolder && path.extname(out))
    throw new UsageError(`Several inputs need a folder, and ${out} is called like a file: write ${out}/ if it is to be one`);
  const taken = new Map<string, string>();
  return inputs.map((input) => {
    const output = path.join(out, name(input));
    const other = taken.get(output);
    if (other !== undefined) throw new UsageError(`${other} and ${input} would both become ${output}`);
    taken.set(output, input);
    return { input, output };
  });
}

/** What an output is written to. */
export interface Target {
  /** Behind links that are there; `-` is standard output. */
  path: string;
  /** Written into, and never replaced: standard output, a device, a pipe. */
  isStream: boolean;
}

export async function targetOf(output: string): Promise<Target> {
  if (output === '-') return { path: output, isStream: true };
  const real = await fs.realpath(output).catch(() => output);
  const there = await fs.stat(real).catch(() => null);
  return { path: real, isStream: there !== null && !there.isFile() && !there.isDirectory() };
}

/** A path beside the target for what is not finished yet: renaming within a folder is one step. */
export function draftOf(output: string): string {
  // File systems take names of 255 bytes at most: of a long one its beginning does.
  const name = path.basename(output).slice(0, 48);
  return path.join(path.dirname(output), `.${name}.${machine()}-${process.pid}-${randomBytes(4).toString('hex')}.part`);
}

const DRAFT = /^\..+\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.part$/;

/** What tells this machine's drafts from those of others, which may write to the same folder. */
export const machine = (): string => createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8);

/** Takes away what processes of this machine that were killed have left in a folder, and in those in it. */
export async function removeLeftDrafts(folder: string): Promise<void> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const { name, parentPath } of entries) {
    const [, where, owner] = DRAFT.exec(name) ?? [];
    if (where === machine() && !isAlive(Number(owner))) await fs.rm(path.join(parentPath, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one, too.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Makes the folder of an output. */
export async function makeFolder(output: string): Promise<void> {
  await unwritable(makeFolders(path.dirname(output)));
  await unwritable(fs.access(path.dirname(output), fs.constants.W_OK));
}

/** Node's own way to make folders in one another never ends where the system lets nobody make any, as in /proc. */
async function makeFolders(folder: string): Promise<void> {
  const made = await fs.mkdir(folder).catch((error: NodeJS.ErrnoException) => error);
  if (!made || (await fs.stat(folder).catch(() => null))?.isDirectory()) return;
  const parent = path.dirname(folder);
  if (made.code !== 'ENOENT' || parent === folder) throw made;
  await makeFolders(parent);
  await fs.mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Puts a finished draft in its place. */
export async function deliver(draft: string, target: Target): Promise<void> {
  await unwritable(fs.rename(draft, target.path));
}

/** Copies a draft into what is no file while it grows: who reads from a pipe has the first pages before the last is made. */
export class Following {
  private opened: NodeJS.WritableStream | null = null;
  private position = 0;
  private copying: Promise<void> | null = null;

  constructor(
    private readonly draft: string,
    private readonly target: Target,
  ) {}

  /** Not before there is something to write: a pipe that nobody reads is waited for. */
  private get out(): NodeJS.WritableStream {
    if (!this.opened) {
      this.opened = this.target.path === '-' ? process.stdout : createWriteStream(this.target.path);
      this.opened.on('error', () => undefined); // whoever writes is told
    }
    return this.opened;
  }

  /** There may be more of it. */
  more(): void {
    this.copying ??= this.copy().then(
      () => void (this.copying = null),
      () => undefined, // told by `end`
    );
  }

  /** Resolves when all of it is written. */
  async end(): Promise<void> {
    await this.copying;
    await unwritable(this.copy());
    if (this.out !== process.stdout) await unwritable(new Promise<void>((resolve) => this.out.end(resolve)));
  }

  private async copy(): Promise<void> {
    try {
      for await (const chunk of createReadStream(this.draft, { start: this.position }) as AsyncIterable<Buffer>) {
        await new Promise<void>((resolve, reject) => this.out.write(chunk, (error) => (error ? reject(error) : resolve())));
        this.position += chunk.length;
      }
    } catch (error) {
      // It has not been begun.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || this.position) throw error;
    }
  }
}

/** What a converted page has beside it; other names are not the converter's. */
const ASSET = /^(?:index\.html|(?:fonts|images)\/\d+\.[a-z]+)$/;
const ASSET_FOLDERS = ['fonts', 'images'];

/** Lays out a finished archive of `html-folder` as a folder, in the place of one that was made so before. */
export async function deliverFolder(draft: string, output: string): Promise<void> {
  const { unzipSync } = await import('fflate');
  const files = Object.entries(unzipSync(await fs.readFile(draft))).filter(([name]) => ASSET.test(name));
  const [fresh, old] = [draftOf(output), draftOf(output)];
  try {
    for (const folder of ASSET_FOLDERS) await unwritable(fs.mkdir(path.join(fresh, folder), { recursive: true }));
    for (const [name, bytes] of files) await unwritable(fs.writeFile(path.join(fresh, name), bytes));
    for (const folder of ASSET_FOLDERS) await fs.rmdir(path.join(fresh, folder)).catch(() => undefined); // of those that are empty
    if (await isOurs(output)) await unwritable(fs.rename(output, old));
    await unwritable(fs.rename(fresh, output));
  } finally {
    await fs.rm(fresh, { recursive: true, force: true });
    await fs.rm(old, { recursive: true, force: true });
  }
}

/** Whether a folder is there, and has nothing in it but what a converted page has. */
async function isOurs(folder: string): Promise<boolean> {
  const names: string[] = await fs.readdir(folder).catch(() => []);
  return names.includes('index.html') && names.every((name) => name === 'index.html' || ASSET_FOLDERS.includes(name));
}

/** Writes a file whole or not at all; `-` is standard output. */
export async function writeOutput(output: string, data: string | Uint8Array): Promise<void> {
  const target = await targetOf(output);
  if (target.path === '-') {
    await new Promise<void>((resolve, reject) => process.stdout.write(data, (error) => (error ? reject(error) : resolve())));
    return;
  }
  if (target.isStream) return unwritable(fs.writeFile(target.path, data));
  await makeFolder(target.path);
  const draft = draftOf(target.path);
  try {
    await unwritable(fs.writeFile(draft, data, { flag: 'wx' }));
    await deliver(draft, target);
  } finally {
    await fs.rm(draft, { force: true });
  }
}

async function unwritable<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: NodeJS.ErrnoException) => {
    throw new OdeServiceError('output-unwritable', `The output cannot be written (${error.code ?? error.message}). Check its folder.`, {
      cause: error,
    });
  });
}
