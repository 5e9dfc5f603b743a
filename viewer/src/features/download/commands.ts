import { Download, FileText, FileType, ImageDown, Share2 } from 'lucide-react';
import type { Command } from '../../core/commands.js';
import type { ViewerContext } from '../../core/context.js';
import { fileName } from './state.js';

/** Saves what `make` gives under the document's name. What fails is told to the host. */
const saving = (
  id: string,
  label: Command['label'],
  icon: Command['icon'],
  extension: string,
  make: (context: ViewerContext) => Promise<Blob>,
) =>
  ({
    id,
    label,
    icon,
    menu: 'export',
    run: (context) => give(context, extension, make),
  }) satisfies Command;

async function give(context: ViewerContext, extension: string, make: (context: ViewerContext) => Promise<Blob>): Promise<void> {
  try {
    const [file, { saveAs }] = await Promise.all([make(context), import('./save.js')]);
    saveAs(file, fileName(context.name, extension, extension === 'png' ? context.store.getState().page : undefined));
  } catch (error) {
    context.emit('onError', { code: 'download-failed', message: error instanceof Error ? error.message : String(error) });
  }
}

const converted = (format: 'text' | 'html-reflow' | 'markdown', type: string) => async (context: ViewerContext) =>
  new Blob([await new Response(context.document.convert(format)).blob()], { type });

/** Pixels a point of a page that is saved as a picture: 200 dpi. */
const SCALE = 200 / 72;

async function picture({ document, store }: ViewerContext): Promise<Blob> {
  const { page, layers } = store.getState();
  const bitmap = await document.renderBitmap(page, { scale: SCALE, layers });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap);
  return canvas.convertToBlob({ type: 'image/png' });
}

export const commands: readonly Command[] = [
  {
    id: 'download.file',
    label: 'download.file',
    icon: Download,
    shortcuts: ['Mod+s'],
    toolbar: { group: 'end', order: 50, narrow: 'menu' },
    run: (context) => give(context, 'pdf', ({ file }) => file()),
  },
  saving('download.page', 'download.page', ImageDown, 'png', picture),
  saving('download.text', 'download.text', FileText, 'txt', converted('text', 'text/plain')),
  saving('download.markdown', 'download.markdown', FileType, 'md', converted('markdown', 'text/markdown')),
  saving('download.web-page', 'download.web-page', FileType, 'html', converted('html-reflow', 'text/html')),
  {
    id: 'download.share',
    label: 'download.share',
    icon: Share2,
    menu: 'export',
    // Where the browser hands files to other apps: phones, most of all.
    available: () => typeof navigator !== 'undefined' && typeof navigator.canShare === 'function',
    async run({ file, name, emit }) {
      const files = [new File([await file()], fileName(name, 'pdf'), { type: 'application/pdf' })];
      if (!navigator.canShare({ files })) return;
      await navigator.share({ files, title: name }).catch((error: unknown) => {
        // Who changes their mind is no error.
        if ((error as Error).name !== 'AbortError') emit('onError', { code: 'share-failed', message: String(error) });
      });
    },
  },
];
