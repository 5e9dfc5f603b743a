// Writes docs/benchmarks.md, a section a command, and the measured part of docs/comparison.md.
import fs from 'node:fs';
import os from 'node:os';

const HEAD = `# Benchmarks

Written by \`npm run bench -- --write …\` and \`npm run bench:web -- --write …\`; \`bench/README.md\` says what is measured.
Compare what stands in one table: it was measured in one run, the contenders in turn. Absolute times are those of the
machine that is named.
`;

/**
 * Puts a section in the place of the one that is there.
 *
 * @param {string} id
 * @param {string} title
 * @param {readonly string[]} paragraphs
 * @param {string} name of the page in docs/
 */
export function writeSection(id, title, paragraphs, name = 'benchmarks.md') {
  const page = new URL(`../docs/${name}`, import.meta.url);
  const before = fs.existsSync(page) ? fs.readFileSync(page, 'utf8') : HEAD;
  const machine = `${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.availableParallelism()} threads, ${os.type()}`;
  const date = new Date().toISOString().slice(0, 10);
  const section = [`<!-- ${id} -->`, `## ${title}`, `${date}, on ${machine}.`, ...paragraphs, `<!-- /${id} -->`].join('\n\n');
  const old = new RegExp(`<!-- ${id} -->[\\s\\S]*<!-- /${id} -->`);
  fs.writeFileSync(page, old.test(before) ? before.replace(old, () => section) : `${before}\n${section}\n`);
}
