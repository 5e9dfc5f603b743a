import { Table2, TextSelect } from 'lucide-react';
import type { Feature } from '../../core/feature.js';

/** What is selected, or the page, to the clipboard by its structure. */
export const copy: Feature = {
  name: 'copy',
  commands: [
    {
      id: 'copy.markdown',
      label: 'copy.markdown',
      icon: TextSelect,
      menu: 'reading',
      run: async (context) => (await import('./copy.js')).copyMarkdown(context),
    },
    {
      id: 'copy.table',
      label: 'copy.table',
      icon: Table2,
      menu: 'reading',
      run: async (context) => (await import('./copy.js')).copyTables(context),
    },
  ],
};
