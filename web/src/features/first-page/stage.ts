import { nearPages, visiblePart, type Layout } from '@ode/viewer/geometry';
import { languageAttributes, loadWords, wordsNow } from '../../messages/words.js';
import './stage.css';

interface Viewport {
  width: number;
  height: number;
}
interface Point {
  x: number;
  y: number;
}

interface Places {
  scale: number;
  canvases: Map<number, HTMLCanvasElement>;
  /** The room for the side panel. */
  panel: HTMLElement | null;
  /** Shows them; after a moment they are shown all the same. */
  reveal(): void;
}

/** What stands in the viewer's place until it is there: a toolbar without tools, and the desk with the pages that are seen. */
export interface Stage {
  /** The whole width, in CSS pixels. */
  readonly width: number;
  /**
   * Leaves the room for the side panel, scrolls to the corner, and puts the pages that are seen there in their places; the
   * one that is meant also where little of it is. Returns the layout's scale, and where these pages are drawn.
   */
  layOut(withPanel: boolean, index: number, place: (viewport: Viewport) => { layout: Layout; corner: Point }): Places;
  remove(): void;
}

/** Who waits longer than this, in ms, is told what for. */
const SILENCE = 400;
/** A page that comes within so many ms is never an empty sheet, nor is what lies beside it: to paint them takes the processor from who draws the page. */
const UNSEEN = 300;

export function setStage(name: string): Stage {
  const stage = element('div', 'ode-viewer stage');
  const body = element('div', 'ode-body');
  const desk = element('div', 'ode-pages');
  const area = element('div', 'ode-area');
  const status = element('p', 'status');
  // As the viewer's: its panel is on the other side where text runs from the right, its pages are not.
  Object.assign(stage, languageAttributes());
  desk.dir = 'ltr';
  status.dir = 'auto';
  status.setAttribute('role', 'status');
  const tell = setTimeout(async () => {
    await loadWords();
    status.textContent = wordsNow().t('open.opening', { name });
  }, SILENCE);
  stage.append(element('header', 'ode-toolbar'), body, status);
  body.append(desk);
  body.style.visibility = 'hidden';
  document.body.append(stage);
  // The desk is the window's own ground: one that lay over it would be painted tile by tile before the page is shown.
  const ground = document.documentElement.style;
  ground.background = getComputedStyle(stage).getPropertyValue('--ode-desk');
  return {
    width: stage.clientWidth,
    layOut(withPanel, index, place) {
      const reveal = () => {
        clearTimeout(waiting);
        status.remove();
        body.style.visibility = '';
      };
      const panel = withPanel ? element('div', 'ode-side-panel') : null;
      const waiting = setTimeout(() => {
        stage.classList.add('waiting');
        reveal();
      }, UNSEEN);
      if (panel) body.prepend(panel);
      const alone = place(roomOf(desk)).layout;
      setSize(area, alone.width, alone.height);
      desk.append(area);
      // The pages may bring a scroll bar, which takes room from them.
      const { layout, corner } = place(roomOf(desk));
      setSize(area, layout.width, layout.height);
      const canvases = new Map<number, HTMLCanvasElement>();
      desk.scrollTo(corner.x, corner.y);
      const window = { x: desk.scrollLeft, y: desk.scrollTop, ...roomOf(desk) };
      const [first, last] = nearPages(layout, window);
      for (let i = first; i <= last; i++) {
        if (i !== index && !visiblePart(layout, i, window)) continue;
        const page = element('section', 'ode-page');
        const canvas = document.createElement('canvas');
        canvas.className = 'ode-drawn';
        page.dataset.index = String(i);
        setSize(page, layout.widths[i]!, layout.heights[i]!);
        Object.assign(page.style, { left: `${layout.lefts[i]!}px`, top: `${layout.tops[i]!}px` });
        page.append(canvas);
        area.append(page);
        canvases.set(i, canvas);
      }
      clearTimeout(tell);
      return { scale: layout.scale, canvases, panel, reveal };
    },
    remove() {
      clearTimeout(tell);
      stage.remove();
      ground.background = '';
    },
  };
}

export function element(tag: string, className: string): HTMLElement {
  return Object.assign(document.createElement(tag), { className });
}

function setSize({ style }: HTMLElement, width: number, height: number): void {
  style.width = `${width}px`;
  style.height = `${height}px`;
}

function roomOf({ clientWidth, clientHeight }: HTMLElement): Viewport {
  return { width: clientWidth, height: clientHeight };
}
