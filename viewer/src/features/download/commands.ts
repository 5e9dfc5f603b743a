import { Download, FileText, FileType, ImageDown, PenTool, Share2 } from 'lucide-react';
import type { Command } from '../../core/commands.js';
import type { ViewerContext } from '../../core/context.js';
import type { Saved } from './save.js';

/** What saves it comes when it is wanted. */
const saving = (id: string, label: Command['label'], icon: Command['icon'], saved: Saved) =>
  ({ id, label, icon, menu: 'export', run: (context) => save(context, saved) }) satisfies Command;

const save = async (context: ViewerContext, saved: Saved): Promise<void> => (await import('./save.js')).save(context, saved);

export const commands: readonly Command[] = [
  {
    id: 'download.file',
    label: 'download.file',
    icon: Download,
    shortcuts: ['Mod+s'],
    toolbar: { group: 'end', order: 50, narrow: 'menu' },
    run: (context) => save(context, 'pdf'),
  },
  saving('download.page', 'download.page', ImageDown, 'png'),
  saving('download.drawing', 'download.drawing', PenTool, 'svg'),
  saving('download.text', 'download.text', FileText, 'txt'),
  saving('download.markdown', 'download.markdown', FileType, 'md'),
  saving('download.web-page', 'download.web-page', FileType, 'html'),
  {
    id: 'download.share',
    label: 'download.share',
    icon: Share2,
    menu: 'export',
    // Where the browser hands files to other apps: phones, most of all.
    available: () => typeof navigator !== 'undefined' && typeof navigator.canShare === 'function',
    run: async (context) => (await import('./save.js')).share(context),
  },
];
