// The commands that docs/operations/compose.md has below a point of its list: `node ops/compose/told.mjs Backup`.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @param {string} point @returns {string} a shell script */
export function told(point) {
  const text = fs.readFileSync(new URL('../../docs/operations/compose.md', import.meta.url), 'utf8');
  const [, item = ''] = text.split(`- **${point}`);
  const [, commands] = (item.split(/\n- \*\*/)[0] ?? '').split(/\n\n(?= {6})/);
  if (!commands) throw new Error(`docs/operations/compose.md has no commands below ${point}`);
  return `${commands.replace(/^ {6}/gm, '').trim()}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(told(process.argv[2] ?? ''));
