// What an image says of its contents: its packages as CycloneDX 1.5, and their licences. Taken from what the bundler put
// in, not from package-lock.json, which also has what only tests and the embedded mode need.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = (folder) => JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'));

/** The folders of the packages of which a file went into a bundle of esbuild's. */
export function packagesOf({ inputs }) {
  return new Set(Object.keys(inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
}

/** The folders of the packages that one depends on, and of theirs; our own are passed through. */
export function packagesBelow(folder, found = new Set()) {
  for (const name of Object.keys(manifest(folder).dependencies ?? {})) {
    const place = find(name, folder);
    const real = path.relative(root, fs.realpathSync(path.join(root, place)));
    if (found.has(real)) continue;
    if (place === real) found.add(real);
    packagesBelow(real, found);
  }
  return found;
}

/** Where a package in a folder finds another, as Node looks for it. */
function find(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const place = path.join(folder, 'node_modules', name);
    if (fs.existsSync(path.join(root, place, 'package.json'))) return place;
    if (folder === '.') throw new Error(`${from} needs ${name}, which is not installed`);
  }
}

/** A bill of materials: CycloneDX 1.5, the same for the same packages. */
export function sbom(name, packages) {
  const { version, license } = manifest('.');
  const own = { type: 'application', name, version, licenses: [{ license: { id: license } }] };
  const components = [...packages].map(manifest).map((p) => {
    const purl = `pkg:npm/${p.name.replace('@', '%40')}@${p.version}`;
    return { type: 'library', 'bom-ref': purl, name: p.name, version: p.version, purl, licenses: [{ license: { id: p.license } }] };
  });
  const unique = new Map(components.map((component) => [component.purl, component]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: own },
    components: [...unique.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1)),
  };
}

/** The licences' texts, as most of them ask. */
export function licences(packages) {
  const texts = [...packages].sort().map((folder) => {
    const { name, version, license } = manifest(folder);
    const files = fs.readdirSync(path.join(root, folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    const text = files.map((file) => fs.readFileSync(path.join(root, folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...text].join('\n\n');
  });
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
