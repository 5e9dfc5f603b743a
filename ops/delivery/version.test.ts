import { expect, test } from 'vitest';
import { released } from '../../deploy/version.mjs';

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
