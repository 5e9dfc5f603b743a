import { BookOpenText } from 'lucide-react';
import { createElement } from 'react';
import { useSlice } from '../../core/context.js';
import type { Feature } from '../../core/feature.js';
import { lazily } from '../../shell/lazily.js';
import { READER } from './state.js';

const Reader = lazily(() => import('./reader.js'));

/** The document as one column of text, as a web page has it: for small screens, large letters, and those who hear it. */
export const readerView: Feature = {
  name: 'reader-view',
  commands: [
    {
      id: 'reader-view.toggle',
      label: 'reader-view.open',
      icon: BookOpenText,
      shortcuts: ['t'],
      menu: 'reading',

      run: (context) => context.slice(READER).setState(({ open }) => ({ open: !open })),
    },
  ],
  Overlay: ReaderOverlay,
};

function ReaderOverlay() {
  const open = useSlice(READER, (state) => state.open);
  return open ? createElement(Reader) : null;
}
