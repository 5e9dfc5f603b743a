/**
 * Who draws a page: our engine; or pdf.js, as the engine has said what it cannot draw of it; or nobody any better. `drawn`:
 * its picture has come; `lost`: what nobody can draw, as the file does not hold it.
 */
export type Painter =
  | { by: 'engine'; lost?: readonly string[] }
  | { by: 'pdfjs'; lacks: readonly string[]; drawn: boolean }
  | { by: 'nobody'; lacks: readonly string[] };

export type PainterEvent =
  /** The engine's picture has come, with what it lacks, and what is lost; or none has, and the error's code says why. */
  | { type: 'engine-drew'; lacks: readonly string[]; lost: readonly string[] }
  | { type: 'engine-failed'; code: string }
  | { type: 'pdfjs-drew' }
  | { type: 'pdfjs-failed' };

/** A page that the engine claims is the engine's alone; one that was given up stays given up. */
export function painterReducer(painter: Painter, event: PainterEvent): Painter {
  switch (event.type) {
    case 'engine-drew':
      if (painter.by !== 'engine') return painter;
      if (event.lacks.length) return { by: 'pdfjs', lacks: event.lacks, drawn: false };
      return event.lost.length ? { by: 'engine', lost: event.lost } : painter;
    case 'engine-failed':
      return painter.by === 'engine' ? { by: 'pdfjs', lacks: [event.code], drawn: false } : painter;
    case 'pdfjs-drew':
      return painter.by === 'pdfjs' && !painter.drawn ? { ...painter, drawn: true } : painter;
    case 'pdfjs-failed':
      // At another size it may fail where it did not before: then the picture that there is stays.
      return painter.by === 'pdfjs' && !painter.drawn ? { by: 'nobody', lacks: painter.lacks } : painter;
  }
}

/** The features that a page is told to lack, or was drawn by pdf.js for; null: nothing is told. */
export function toldOf(painter: Painter): readonly string[] | null {
  if (painter.by === 'engine') return painter.lost ?? null;
  return painter.by === 'pdfjs' && !painter.drawn ? null : painter.lacks;
}
