import type { FormWidget } from '@ode/engine/browser';
import type { ViewerContext } from '../../core/context.js';
import { FORMS, takesKeys } from './state.js';

/** What the Tab key stops at in the pages. */
const STOPS = 'a[href], button, input, select, textarea';
/** A page that is gone to has its fields within so many frames, or has none. */
const FRAMES = 600;

/**
 * The Tab key goes on from the last field of what is mounted to the next field of the document, wherever that is, and with Shift
 * from the first to the one before. Everywhere else it does what it does. Returns what ends it.
 */
export function leadOn(context: ViewerContext, page: number): () => void {
  const section = sectionOf(context, page);
  if (!section) return () => undefined;
  // Looked for as soon as a field has the keyboard, so that it is known what the Tab key has to do.
  let ahead: Ahead | null = null;
  const focus = ({ target }: FocusEvent) => {
    if (isField(target)) ahead ??= new Ahead(context, page);
  };
  const blur = ({ relatedTarget }: FocusEvent) => {
    if (section.contains(relatedTarget as Node | null)) return;
    ahead?.stop();
    ahead = null;
  };
  const press = (event: KeyboardEvent) => {
    const { key, target, shiftKey } = event;
    if (key !== 'Tab' || event.ctrlKey || event.metaKey || event.altKey || !isField(target) || !ahead) return;
    const way = shiftKey ? -1 : 1;
    if (ahead.known[way] === null || hasStopBeyond(section.parentElement!, target, way)) return;
    event.preventDefault();
    void ahead.asked[way].then((found) => found && show(context, found, way));
  };
  section.addEventListener('focusin', focus);
  section.addEventListener('focusout', blur);
  section.addEventListener('keydown', press);
  return () => {
    section.removeEventListener('focusin', focus);
    section.removeEventListener('focusout', blur);
    section.removeEventListener('keydown', press);
  };
}

/** Forward, or backward. */
type Way = 1 | -1;

interface Found {
  page: number;
  widget: FormWidget;
}

/** The fields behind and before those of a page; null: there are none. */
class Ahead {
  readonly known: Partial<Record<Way, Found | null>> = {};
  readonly asked: Record<Way, Promise<Found | null>>;
  private readonly abort = new AbortController();

  constructor(context: ViewerContext, page: number) {
    const look = async (way: Way) => (this.known[way] = await nextField(context, page, way, this.abort.signal).catch(() => null));
    this.asked = { 1: look(1), [-1]: look(-1) };
  }

  stop(): void {
    this.abort.abort();
  }
}

function sectionOf({ root }: ViewerContext, page: number): HTMLElement | null {
  return root?.querySelector<HTMLElement>(`.ode-page[data-index="${page}"]`) ?? null;
}

function isField(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLElement && target.classList.contains('ode-form-field');
}

function hasStopBeyond(area: HTMLElement, from: HTMLInputElement, way: Way): boolean {
  const beyond = way > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  return [...area.querySelectorAll<HTMLInputElement>(STOPS)].some(
    (stop) =>
      from.compareDocumentPosition(stop) & beyond &&
      !stop.disabled &&
      stop.tabIndex >= 0 &&
      // Radio buttons of one name are one stop.
      !(from.type === 'radio' && stop.type === 'radio' && stop.name === from.name),
  );
}

/** The first field behind a page, or the last one before it. Pages are asked one after the other, until all fields are known. */
async function nextField(context: ViewerContext, page: number, way: Way, signal: AbortSignal): Promise<Found | null> {
  const { document } = context;
  const { fields } = await document.form();
  const { places } = context.slice(FORMS).getState();
  const pages = new Set([...places.values()].flatMap((pages) => [...pages]));
  const unseen = new Set(fields.flatMap(({ id, type }) => (type === 'signature' || places.has(id) ? [] : [id])));
  for (let next = page + way; next >= 0 && next < document.pageCount && !signal.aborted; next += way) {
    if (!unseen.size && !pages.has(next)) continue;
    const widgets = await document.fields(next).catch(() => []);
    for (const { id } of widgets) unseen.delete(id);
    const stops = widgets.filter(takesKeys);
    const widget = way > 0 ? stops[0] : stops.at(-1);
    if (widget) return { page: next, widget };
  }
  return null;
}

/** Goes to a field, and gives it the keyboard when its page is there; unless the reader has gone elsewhere. */
function show(context: ViewerContext, { page, widget }: Found, way: Way): void {
  const [x0, y0, x1, y1] = widget.rect;
  const { activeElement: before, body } = window.document;
  context.pages.reveal(page, { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }, { entry: false });
  let frames = 0;
  const look = () => {
    const { activeElement: now } = window.document;
    if (now !== before && now !== body) return;
    const fields = sectionOf(context, page)?.querySelectorAll<HTMLElement>('.ode-form-field:not(:disabled)');
    const field = fields?.[way > 0 ? 0 : fields.length - 1];
    if (field) field.focus({ preventScroll: true });
    else if (++frames < FRAMES) requestAnimationFrame(look);
  };
  look();
}
