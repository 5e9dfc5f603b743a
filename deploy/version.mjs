// Gives the project a version: the changelog's section [Unreleased] becomes its own, and whatever names the version names the
// new one: packages, what they need of one another, the lock file, the command, the API's description, examples. Prints the section,
// for the release's page.
//
//   node deploy/version.mjs 1.4.0
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HEAD = '## [Unreleased]';

/**
 * @param {string} changelog @param {string} version @param {string} date such as 2026-12-01
 * @returns {{ changelog: string; notes: string }}
 * @throws Error where there is nothing to release, or the version is there already
 */
export function released(changelog, version, date) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${version} is no version such as 1.4.0`);
  if (changelog.includes(`## [${version}]`)) throw new Error(`The changelog has ${version} already`);
  const start = changelog.indexOf(HEAD);
  if (start < 0) throw new Error(`The changelog has no ${HEAD}`);
  const from = start + HEAD.length;
  const next = changelog.indexOf('\n## [', from);
  const notes = changelog.slice(from, next < 0 ? undefined : next).trim();
  if (!notes) throw new Error('There is nothing to release');
  return { changelog: `${changelog.slice(0, from)}\n\n## [${version}] - ${date}${changelog.slice(from)}`, notes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [version = ''] = process.argv.slice(2);
  /** @param {string} file @param {(text: string) => string} change */
  const rewrite = (file, change) => {
    const at = path.join(root, file);
    fs.writeFileSync(at, change(fs.readFileSync(at, 'utf8')));
  };
  let notes = '';
  rewrite('CHANGELOG.md', (text) => {
    const made = released(text, version, new Date().toISOString().slice(0, 10));
    notes = made.notes;
    return made.changelog;
  });
  const { workspaces } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  /** @param {string} text a package.json: its own version, and those of ours that it needs */
  const packageFile = (text) =>
    text.replace(/^( {2}"version": )"[^"]+"/m, `$1"${version}"`).replace(/("@ode\/[\w-]+": )"\d[^"]*"/g, `$1"${version}"`);
  const examples = fs.readdirSync(path.join(root, 'examples')).map((name) => `examples/${name}`);
  for (const folder of ['.', ...workspaces, ...examples]) {
    const file = path.join(folder, 'package.json');
    if (fs.existsSync(path.join(root, file))) rewrite(file, packageFile);
  }
  // npm refuses to install where the lock file says otherwise than the packages.
  rewrite('package-lock.json', (text) => {
    const lock = JSON.parse(text);
    lock.version = version;
    for (const folder of ['', ...workspaces]) {
      const entry = lock.packages[folder];
      entry.version = version;
      for (const name of Object.keys(entry.dependencies ?? {})) if (name.startsWith('@ode/')) entry.dependencies[name] = version;
    }
    return `${JSON.stringify(lock, null, 2)}\n`;
  });
  rewrite('client/README.md', (text) => text.replace(/(ode-client-)\d[\d.]*(\.tgz)/g, `$1${version}$2`));
  rewrite('worker/src/cli/cli.ts', (text) => text.replace(/\.version\('[^']+'/, `.version('${version}'`));
  rewrite('server/src/routes/documentation.ts', (text) => text.replace(/const VERSION = '[^']+'/, `const VERSION = '${version}'`));
  rewrite('k8s/examples/ingress/kustomization.yaml', (text) => text.replace(/newTag: \S+/g, `newTag: ${version}`));
  rewrite('compose.yaml', (text) => text.replace(/\$\{ODE_VERSION:-[^}]+\}/g, `\${ODE_VERSION:-${version}}`));
  console.log(notes);
}
