import type { Priority } from './types.js';

/** From what is wanted most to what is wanted least. */
const PRIORITIES: readonly Priority[] = ['visible', 'near', 'thumbnail', 'background'];

/** Whether it may wait for what somebody looks at, or soon will. */
export function canWait(priority: Priority): boolean {
  return priority === 'thumbnail' || priority === 'background';
}

/** Tasks: the most wanted first, and among those that are wanted alike the one that came first. */
export class TaskQueue<T extends { readonly priority: Priority }> {
  private readonly lists: Readonly<Record<Priority, Set<T>>> = {
    visible: new Set(),
    near: new Set(),
    thumbnail: new Set(),
    background: new Set(),
  };

  add(task: T): void {
    this.lists[task.priority].add(task);
  }

  /** Whether it was there. */
  remove(task: T): boolean {
    return this.lists[task.priority].delete(task);
  }

  /** The task whose turn it is. */
  first(): T | undefined {
    for (const priority of PRIORITIES) for (const task of this.lists[priority]) return task;
    return undefined;
  }

  /** Takes all tasks out. */
  clear(): T[] {
    const all = PRIORITIES.flatMap((priority) => [...this.lists[priority]]);
    for (const task of all) this.remove(task);
    return all;
  }
}
