import { FileText, Maximize, MoveHorizontal, ScanText, ZoomIn, ZoomOut } from 'lucide-react';
import type { Command } from '../../core/commands.js';
import type { Zoom } from '../../core/place.js';
import { ACTUAL_SIZE, clampScale, step } from './state.js';

export const commands: readonly Command[] = [
  {
    id: 'zoom.out',
    label: 'zoom.out',
    icon: ZoomOut,
    shortcuts: ['-', 'Mod+-'],
    toolbar: { group: 'end', order: 10, narrow: 'phone' },
    run: ({ store }) => store.setState(({ scale }) => ({ zoom: { mode: 'custom', scale: step(scale, -1) } })),
  },
  {
    id: 'zoom.in',
    label: 'zoom.in',
    icon: ZoomIn,
    shortcuts: ['+', '=', 'Mod++', 'Mod+='],
    toolbar: { group: 'end', order: 12, narrow: 'phone' },
    run: ({ store }) => store.setState(({ scale }) => ({ zoom: { mode: 'custom', scale: step(scale, 1) } })),
  },
  {
    id: 'zoom.fit-width',
    label: 'zoom.fit-width',
    icon: MoveHorizontal,
    shortcuts: ['0', 'Mod+0'],
    toolbar: { group: 'end', order: 14 },
    pressed: ({ zoom }) => zoom.mode === 'width',
    run: ({ store }) => store.setState({ zoom: { mode: 'width' } }),
  },
  {
    id: 'zoom.fit-page',
    label: 'zoom.fit-page',
    icon: Maximize,
    shortcuts: ['9'],
    toolbar: { group: 'end', order: 16, narrow: 'menu' },
    pressed: ({ zoom }) => zoom.mode === 'page',
    run({ store, pages }) {
      const { page } = store.getState();
      store.setState({ zoom: { mode: 'page' } });
      // A page that is fitted is to be seen as a whole; it has its new size in the next frame.
      requestAnimationFrame(() => pages.goTo({ page }, { entry: false }));
    },
  },
  {
    id: 'zoom.automatic',
    label: 'zoom.automatic',
    icon: ScanText,
    shortcuts: ['a'],
    menu: 'zoom',
    pressed: ({ zoom }) => zoom.mode === 'auto',
    run: ({ store }) => store.setState({ zoom: { mode: 'auto' } }),
  },
  {
    id: 'zoom.actual-size',
    label: 'zoom.actual-size',
    icon: FileText,
    shortcuts: ['1'],
    menu: 'zoom',
    run: ({ store }) => store.setState({ zoom: { mode: 'custom', scale: ACTUAL_SIZE } }),
  },
  {
    // The argument: a `Zoom`, its scale in CSS pixels a point.
    id: 'zoom.set',
    label: 'zoom.in',
    run({ store }, argument) {
      const zoom = argument as Zoom;
      store.setState({ zoom: zoom.mode === 'custom' ? { mode: 'custom', scale: clampScale(zoom.scale) } : zoom });
    },
  },
];
