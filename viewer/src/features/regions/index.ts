import type { Command } from '../../core/commands.js';
import type { Feature } from '../../core/feature.js';

const command = (id: string, shortcut: string, by: 1 | -1): Command => ({
  id,
  label: 'regions.next',
  shortcuts: [shortcut],
  run: async (context) => (await import('./go.js')).go(context, by),
});

/** F6 leads from one part of the viewer to the next, as it does in browsers and on desktops. */
export const regions: Feature = {
  name: 'regions',
  commands: [command('regions.next', 'F6', 1), command('regions.previous', 'Shift+F6', -1)],
};
