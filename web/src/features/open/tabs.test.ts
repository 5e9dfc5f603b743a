import { expect, test } from 'vitest';
import { NO_TABS, tabsReducer, type Tabs, type TabsEvent } from './tabs.js';

const DAMAGED = { code: 'damaged', message: 'No page could be found in it.' };

const add = (id: number): TabsEvent => ({ type: 'add', tab: { id, key: `${id}`, name: `${id}.pdf`, url: null } });
const after = (...events: TabsEvent[]) => events.reduce<Tabs>(tabsReducer, NO_TABS);
const ids = ({ tabs }: Tabs) => tabs.map(({ id }) => id);

test('each document has a tab, and the one that comes is seen', () => {
  const two = after(add(1), add(2));
  expect([ids(two), two.active]).toEqual([[1, 2], 2]);
  expect(two.tabs[0]!.state).toEqual({ status: 'opening', name: '1.pdf' });
  expect([after(add(1), add(2), { type: 'show', id: 1 }).active, after(add(1), { type: 'show', id: 9 }).active]).toEqual([1, null]);
});

test('closing leaves the others, and shows the next one', () => {
  const three = [add(1), add(2), add(3)];
  const middle = after(...three, { type: 'show', id: 2 }, { type: 'close', id: 2 });
  expect([ids(middle), middle.active]).toEqual([[1, 3], 3]);
  expect(after(...three, { type: 'close', id: 3 }).active).toBe(2);
  expect(after(...three, { type: 'close', id: 1 }).active).toBe(3);
  expect(after(add(1), { type: 'close', id: 1 })).toEqual(NO_TABS);
});

test('what has failed makes way for the next document; what was given up is closed', () => {
  const failed = after(add(1), { type: 'of', id: 1, event: { type: 'failed', failure: DAMAGED } });
  expect(failed.tabs[0]!.state).toEqual({ status: 'failed', name: '1.pdf', failure: DAMAGED });
  expect(ids(tabsReducer(failed, add(2)))).toEqual([2]);
  expect(after(add(1), add(2), { type: 'of', id: 2, event: { type: 'failed', failure: { code: 'aborted', message: '' } } })).toMatchObject({
    active: 1,
  });
});
