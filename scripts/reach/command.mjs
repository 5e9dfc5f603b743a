// What a script of reach is asked, and what it answers.

/** The numbers of the command line: `--jobs 100`; a name without one is 1: `--write`. */
export function options(defaults) {
  const given = process.argv.slice(2);
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      const at = given.indexOf(`--${name}`);
      const next = given[at + 1] ?? '';
      const number = at < 0 ? value : next === '' || next.startsWith('--') ? 1 : Number(next);
      if (!Number.isFinite(number)) throw new Error(`--${name} must be a number`);
      return [name, number];
    }),
  );
}

/**
 * Prints what was measured against its mark; the process ends with 1 when one is missed. With `--counts-only` times and shares are
 * printed and do not count: on a machine that does other things too they say little.
 */
export function report(lines) {
  const counts = process.argv.includes('--counts-only') ? lines.filter(({ mark = '' }) => !/\d (ms|s|%)$/.test(mark)) : lines;
  const width = Math.max(...lines.map(({ what }) => what.length));
  for (const { what, value, mark, good } of lines)
    console.log(`${good ? '✓' : '✗'} ${what.padEnd(width)}  ${value}${mark ? `  (mark: ${mark})` : ''}`);
  if (counts.some(({ good }) => !good)) process.exitCode = 1;
}
