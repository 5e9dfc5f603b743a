import type { Feature } from '../../core/feature.js';
import { Announcer } from './announcer.js';
import { READING } from './state.js';
import { StructureLayer } from './structure-layer.js';

/** The document for those who hear it: its structure, language, and which page is looked at. */
export const reading: Feature = {
  name: 'reading',
  PageLayer: StructureLayer,
  Overlay: Announcer,
  start: (context) => {
    void context.document
      .metadata()
      .then(({ language = '' }) => context.slice(READING).setState({ language }))
      .catch(() => undefined); // then it is that of the viewer
    return () => undefined;
  },
};
