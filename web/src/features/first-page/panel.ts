import type { OutlineItem } from '@ode/engine/browser';
import { languageFor } from '@ode/viewer/geometry';
import { currentRow, groundsOf, indentOf, readable, rowHeight, rowsOf } from '@ode/viewer/panel';
import { LABELS, TABS, TURN } from 'virtual:ode-panel';
import { element } from './stage.js';
import '@ode/viewer/side-panel.css';
import '@ode/viewer/outline.css';

/** Rows beyond those that are seen, as many as the viewer has. */
const BEYOND = 10;

/** So many ms what was clicked is remembered. */
const PATIENCE = 5000;

/** What stands in the side panel until the viewer's own is there, which looks the same. */
export interface Panel {
  /** Whether the viewer's panel shows what this one does. */
  isTaken(): boolean;
  /** Has the viewer's panel do what this one was clicked for. */
  follow(): void;
}

/**
 * Fills the panel's room: its tabs, and in that of the outline the rows that are seen, with the one marked that the page belongs to.
 */
export function showPanel(room: HTMLElement, wanted: string, outline: readonly OutlineItem[], page: number): Panel {
  const words = LABELS[languageFor(navigator.languages, Object.keys(LABELS))]!;
  const { id: shown } = TABS.find(({ id }) => id === wanted) ?? TABS[0]!;
  const tabs = element('div', 'ode-tabs');
  const names = element('div', 'ode-tab-list');
  const tab = element('div', 'ode-tab');
  const body = element('div', 'ode-tab-body');
  const heading = element('h2', '');
  // Whoever listens to a page hears the viewer's.
  tabs.ariaHidden = 'true';
  for (const { id, icon } of TABS) {
    const name = element('button', 'ode-button');
    name.tabIndex = -1;
    name.dataset.state = id === shown ? 'active' : 'inactive';
    name.innerHTML = icon;
    names.append(name);
  }
  heading.textContent = words[shown]!;
  tab.append(heading, body);
  tabs.append(names, tab);
  room.append(tabs);
  let first: string | undefined;
  let clicked = '';
  if (shown === 'outline') {
    const list = element('div', 'ode-outline');
    body.append(list);
    first = showRows(list, outline, page);
    list.onclick = ({ target }) => {
      const row = (target as Element).closest<HTMLElement>('[data-row]');
      if (row) clicked = rowOf(row.dataset.row!) + ((target as Element).closest('.ode-outline-turn') ? ' .ode-outline-turn' : '');
    };
  }
  return {
    isTaken: () => {
      const taking = document.querySelector('#root .ode-tab');
      const isThere = first === undefined || taking?.querySelector(rowOf(first));
      return !!isThere && taking?.querySelector('h2')?.textContent === heading.textContent;
    },
    follow: () => void (clicked && clickWhenThere(`#root ${clicked}`, performance.now() + PATIENCE)),
  };
}

/** The viewer's panel may come later than the viewer. */
function clickWhenThere(selector: string, until: number): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (element) element.click();
  else if (performance.now() < until) requestAnimationFrame(() => clickWhenThere(selector, until));
}

const rowOf = (id: string) => `[data-row="${id}"]`;

/** Returns the id of the first row that is seen. */
function showRows(list: HTMLElement, items: readonly OutlineItem[], page: number): string | undefined {
  const rows = rowsOf(items, new Map());
  const current = currentRow(rows, page);
  const tall = rowHeight();
  const tree = element('div', '');
  tree.role = 'tree';
  tree.style.height = `${rows.length * tall}px`;
  list.append(tree);
  const top = Math.max(0, Math.min((current + 1) * tall, tree.offsetHeight) - list.offsetHeight);
  const from = Math.max(0, Math.floor(top / tall) - BEYOND);
  const seen = rows.slice(from, Math.ceil((top + list.offsetHeight) / tall) + BEYOND);
  const grounds = seen.some(({ item }) => item.color) ? groundsOf(list.closest('.ode-side-panel')!) : [];
  seen.forEach(({ item, id, level, open }, i) => {
    const row = element('div', 'ode-outline-row');
    const turn = element('span', 'ode-outline-turn');
    const title = element('span', 'ode-outline-title');
    row.dataset.row = id;
    row.ariaSelected = String(from + i === current);
    if (open !== null) {
      row.ariaExpanded = String(open);
      turn.innerHTML = TURN;
    }
    Object.assign(row.style, { top: `${(from + i) * tall}px`, height: `${tall}px`, paddingInlineStart: `${indentOf(level)}px` });
    title.dir = 'auto';
    title.textContent = item.title;
    if (item.color) title.style.setProperty('--ode-outline-color', `rgb(${readable(item.color, grounds).join(' ')})`);
    if (item.bold) title.style.fontWeight = '700';
    if (item.italic) title.style.fontStyle = 'italic';
    row.append(turn, title);
    tree.append(row);
  });
  list.scrollTop = top;
  return rows[Math.ceil(top / tall)]?.id;
}
