import type { PageSize } from '@ode/engine/browser';
import type { Layout } from '@ode/viewer/geometry';
import './stage.css';

/** What stands in the viewer's place until it is there: a toolbar without tools, and the desk with one page. */
export interface Stage {
  canvas: HTMLCanvasElement;
  /** Puts the page in its place, and scrolls to it. Returns the layout's scale. */
  layOut(place: (viewport: { width: number; height: number }) => { layout: Layout; index: number; size: PageSize }): number;
  remove(): void;
}

/** Who waits longer than this, in ms, is told what for. */
const SILENCE = 400;

export function setStage(name: string): Stage {
  const stage = element('div', 'app stage');
  const desk = element('div', 'pages');
  const area = element('div', 'area');
  const page = element('section', 'page');
  const canvas = document.createElement('canvas');
  const status = element('p', 'status');
  status.setAttribute('role', 'status');
  const tell = setTimeout(() => (status.textContent = `Opening ${name}…`), SILENCE);
  stage.append(element('header', 'toolbar'), desk);
  desk.append(status);
  document.body.append(stage);
  return {
    canvas,
    layOut(place) {
      // The pages may bring a scroll bar, which takes room from them.
      for (let round = 0; ; round++) {
        const { layout, index, size } = place({ width: desk.clientWidth, height: desk.clientHeight });
        const { scale } = layout;
        const [width, height, top] = [size.width * scale, size.height * scale, layout.tops[index]!];
        Object.assign(area.style, { height: `${layout.height}px`, minWidth: `${layout.width}px` });
        Object.assign(page.style, { top: `${top}px`, width: `${width}px`, height: `${height}px`, marginLeft: `${-width / 2}px` });
        canvas.className = 'drawn';
        page.append(canvas);
        area.append(page);
        desk.replaceChildren(area);
        desk.scrollTop = index ? top - 8 : 0;
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
