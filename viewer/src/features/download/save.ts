import type { ViewerContext } from '../../core/context.js';
import { fileName } from './state.js';

/** Pixels a point of a page that is saved as a picture: 200 dpi. */
const SCALE = 200 / 72;

const converted = (format: 'text' | 'html-reflow' | 'markdown', type: string) => async (context: ViewerContext) =>
  new Blob([await new Response(context.document.convert(format)).blob()], { type });

const drawing = async ({ document, store }: ViewerContext) =>
  new Blob([await new Response(document.convert('svg', { pages: [store.getState().page] })).blob()], { type: 'image/svg+xml' });

/** What is made of the page that is looked at alone. */
const OF_A_PAGE: readonly Saved[] = ['png', 'svg'];

/** What makes a file, by its extension. */
const MAKERS = {
  pdf: ({ file }) => file(),
  png: picture,
  svg: drawing,
  txt: converted('text', 'text/plain'),
  md: converted('markdown', 'text/markdown'),
  html: converted('html-reflow', 'text/html'),
} satisfies Record<string, (context: ViewerContext) => Promise<Blob>>;

/** The extension of what a document can be saved as. */
export type Saved = keyof typeof MAKERS;

/** Saves the document under its name as what an extension stands for. What fails is told to the host. */
export async function save(context: ViewerContext, extension: Saved): Promise<void> {
  try {
    const file = await MAKERS[extension](context);
    saveAs(file, fileName(context.name, extension, OF_A_PAGE.includes(extension) ? context.store.getState().page : undefined));
  } catch (error) {
    context.emit('onError', { code: 'download-failed', message: error instanceof Error ? error.message : String(error) });
  }
}

async function picture({ document, store }: ViewerContext): Promise<Blob> {
  const { page, layers } = store.getState();
  const bitmap = await document.renderBitmap(page, { scale: SCALE, layers });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** Hands the document to another app. */
export async function share({ file, name, emit }: ViewerContext): Promise<void> {
  const files = [new File([await file()], fileName(name, 'pdf'), { type: 'application/pdf' })];
  if (!navigator.canShare({ files })) return;
  await navigator.share({ files, title: name }).catch((error: unknown) => {
    // Who changes their mind is no error.
    if ((error as Error).name !== 'AbortError') emit('onError', { code: 'share-failed', message: String(error) });
  });
}

/** Has the browser save a file under a name. */
export function saveAs(file: Blob, name: string): void {
  const link = window.document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click, at its own time.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
