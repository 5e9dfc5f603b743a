import { ScanText } from 'lucide-react';
import type { ViewerContext } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import { startCopying } from './copy.js';
import { readPictures } from './read-pictures.js';
import { startSelecting } from './select.js';
import { TEXT } from './state.js';
import { TextLayer } from './text.js';

export const text: Feature = {
  name: 'text',
  PageLayer: TextLayer,
  commands: [
    {
      // All pages, not the toolbar; of those that are not there, their text is copied all the same.
      id: 'text.select-all',
      label: 'text.select-all',
      shortcuts: ['Mod+a'],
      run(context) {
        const area = context.root?.querySelector('.ode-area');
        if (!area) return;
        context.slice(TEXT).setState({ selection: null, all: true });
        area.ownerDocument.getSelection()?.selectAllChildren(area);
      },
    },
    { id: 'text.read-pictures', label: 'text.read-pictures', icon: ScanText, menu: 'reading', run: readPictures },
  ],
  start(context: ViewerContext) {
    const ends = [startSelecting(context), startCopying(context)];
    return () => ends.forEach((end) => end());
  },
};
