import type { PageSize } from '@ode/engine/browser';
import type { Layout } from '@ode/viewer/geometry';
import { loadWords, wordsNow } from '../../messages/words.js';
import './stage.css';

interface Viewport {
  width: number;
  height: number;
}
interface Point {
  x: number;
  y: number;
}

/** What stands in the viewer's place until it is there: a toolbar without tools, and the desk with one page. */
export interface Stage {
  canvas: HTMLCanvasElement;
  /** The whole width, in CSS pixels. */
  readonly width: number;
  /** Leaves the room for the side panel, puts the page in its place, and scrolls to it. Returns the layout's scale. */
  layOut(panel: boolean, place: (viewport: Viewport) => { layout: Layout; index: number; size: PageSize; corner: Point }): number;
  remove(): void;
}

/** Who waits longer than this, in ms, is told what for. */
const SILENCE = 400;

export function setStage(name: string): Stage {
  const stage = element('div', 'ode-viewer stage');
  const body = element('div', 'ode-body');
  const desk = element('div', 'ode-pages');
  const area = element('div', 'ode-area');
  const page = element('section', 'ode-page');
  const canvas = document.createElement('canvas');
  const status = element('p', 'status');
  status.setAttribute('role', 'status');
  const tell = setTimeout(async () => {
    await loadWords();
    status.textContent = wordsNow().t('open.opening', { name });
  }, SILENCE);
  stage.append(element('header', 'ode-toolbar'), body);
  body.append(desk);
  desk.append(status);
  document.body.append(stage);
  return {
    canvas,
    width: stage.clientWidth,
    layOut(panel, place) {
      if (panel) body.prepend(element('div', 'ode-side-panel'));
      // The pages may bring a scroll bar, which takes room from them.
      for (let round = 0; ; round++) {
        const { layout, index, size, corner } = place({ width: desk.clientWidth, height: desk.clientHeight });
        const { scale } = layout;
        const [width, height, left, top] = [size.width * scale, size.height * scale, layout.lefts[index]!, layout.tops[index]!];
        Object.assign(area.style, { height: `${layout.height}px`, width: `${layout.width}px` });
        Object.assign(page.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
        canvas.className = 'ode-drawn';
        page.append(canvas);
        area.append(page);
        desk.replaceChildren(area);
        desk.scrollTo(corner.x, corner.y);
        clearTimeout(tell);
        if (round === 1) return scale;
      }
    },
    remove() {
      clearTimeout(tell);
      stage.remove();
    },
  };
}

function element(tag: string, className: string): HTMLElement {
  return Object.assign(document.createElement(tag), { className });
}
