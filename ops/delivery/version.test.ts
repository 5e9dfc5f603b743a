import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { released } from '../../deploy/version.mjs';
import { temporaryFolder } from '../../server/test/backends.js';
import { ROOT } from '../workflows/workflows.js';

const folder = temporaryFolder();
afterAll(() => fs.rmSync(folder, { recursive: true }));

const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- More.\n\n## [0.1.0] - 2026-01-01\n\n- All.\n';

test('what is unreleased becomes the version, and a new head is empty', () => {
  const { changelog, notes } = released(CHANGELOG, '0.2.0', '2026-12-01');
  expect(notes).toBe('### Added\n\n- More.');
  expect(changelog).toBe(
    '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- More.\n\n## [0.1.0] - 2026-01-01\n\n- All.\n',
  );
  expect(() => released(changelog, '0.3.0', '2026-12-02')).toThrow('nothing to release');
});

test.each([
  ['0.1.0', 'has 0.1.0 already'],
  ['v2', 'no version'],
])('%s is refused', (version, message) => {
  expect(() => released(CHANGELOG, version, '2026-12-01')).toThrow(message);
});

interface Package {
  name: string;
  version: string;
  workspaces?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

test('whatever names the version names the new one, and npm installs it', () => {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim().split('\n');
  const { version: before, workspaces = [] } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Package;
  // All that names it today, whoever put it there. The changelog tells of the past; the charts' own version is nobody's.
  const naming = git('grep', '--files-with-matches', '--fixed-strings', '--untracked', before)
    .concat('deploy/version.mjs')
    .filter((file) => !/^deploy\/charts\/|\.test\.tsx?$/.test(file));
  for (const file of naming) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.copyFileSync(path.join(ROOT, file), path.join(folder, file));
  }
  const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');
  fs.writeFileSync(path.join(folder, 'CHANGELOG.md'), CHANGELOG.replaceAll('0.1.0', '0.0.1'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'deploy/version.mjs'), '9.8.7'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('- More.');

  // Packages of others may have the same number, and a comment may name it as an example.
  const others = /^\s*("(?!@ode\/|version")[^"]+":|\/\/|#|\*|description:)/;
  const left = naming
    .filter((file) => !/^(CHANGELOG\.md|package-lock\.json)$/.test(file))
    .flatMap((file) =>
      read(file)
        .split('\n')
        .filter((line) => line.includes(before) && !others.test(line)),
    );
  expect(left).toEqual([]);
  const lock = JSON.parse(read('package-lock.json')) as Package & { packages: Record<string, Package> };
  expect([lock.version, lock.packages['']?.version]).toEqual(['9.8.7', '9.8.7']);
  for (const workspace of workspaces) {
    const own = JSON.parse(read(`${workspace}/package.json`)) as Package;
    expect([own.version, lock.packages[workspace]?.version], workspace).toEqual(['9.8.7', '9.8.7']);
    // As npm compares them before it installs anything.
    for (const kind of ['dependencies', 'devDependencies'] as const) {
      expect(lock.packages[workspace]?.[kind], workspace).toEqual(own[kind]);
      for (const [name, needed] of Object.entries(own[kind] ?? {}))
        if (name.startsWith('@ode/')) expect(needed, `${workspace} needs ${name}`).toBe('9.8.7');
    }
  }
});
