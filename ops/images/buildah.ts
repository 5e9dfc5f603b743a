import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { FOLDER } from './dockerfile.js';

/** What an image says of the process that it starts. */
export interface ImageConfig {
  User: string;
  Env: string[];
  Entrypoint: string[];
  Cmd: string[];
  WorkingDir: string;
  Healthcheck: { Test: string[] };
}

/** Whether images can be built here: by Debian's buildah, as root, for the architecture of the stand-ins. */
export function canBuild(): boolean {
  const there = (program: string) => !spawnSync(program, ['--version']).error;
  return process.platform === 'linux' && process.arch === 'x64' && process.getuid?.() === 0 && there('buildah') && there('debootstrap');
}

/** Debian's buildah, which needs no daemon, with images of its own below a folder: as overlays where the kernel lets it. */
export class Buildah {
  private readonly storage: string[];

  constructor(private readonly folder: string) {
    this.storage = ['--root', path.join(folder, 'storage'), '--runroot', path.join(folder, 'run')];
  }

  /** Makes an image of a folder's files. */
  imageOf(folder: string, name: string): void {
    const container = this.run('from', 'scratch');
    this.run('copy', '--quiet', container, folder, '/');
    this.run('commit', '--quiet', '--rm', container, name);
  }

  /** Builds a target of images/Dockerfile; steps that were made for another are not made again. */
  build(target: string, args: Record<string, string>): void {
    const given = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
    const options = ['--isolation', 'chroot', '--format', 'docker', '--layers', ...given];
    this.run(
      'build',
      ...options,
      '--file',
      path.join(FOLDER, 'Dockerfile'),
      '--target',
      target,
      '--tag',
      `ode-${target}`,
      path.dirname(FOLDER),
    );
  }

  config(target: string): ImageConfig {
    const { Docker } = JSON.parse(this.run('inspect', '--type', 'image', `ode-${target}`)) as { Docker: { config: ImageConfig } };
    return Docker.config;
  }

  /** The folder with an image's files. */
  mount(target: string): string {
    return this.run('mount', this.run('from', '--pull-never', `ode-${target}`));
  }

  /** Lets go of what is mounted; then the folder can be removed. */
  close(): void {
    this.run('rm', '--all');
    // Where the images are overlays, buildah mounts their folder on itself, and leaves it so.
    spawnSync('umount', [path.join(this.folder, 'storage/overlay')], { stdio: 'ignore' });
  }

  private run(command: string, ...args: string[]): string {
    const [file, ...rest] = ['buildah', ...this.storage, command, ...args];
    return execFileSync(file ?? '', rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 }).trim();
  }
}

/** The bytes of all files below a folder, each once however many names it has. */
export function unpackedSize(folder: string): number {
  const seen = new Set<number>();
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { ino, size } = fs.lstatSync(path.join(entry.parentPath, entry.name));
    if (!seen.has(ino)) bytes += size;
    seen.add(ino);
  }
  return bytes;
}
