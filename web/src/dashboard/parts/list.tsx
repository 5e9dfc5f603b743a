import type { ReactNode } from 'react';

export interface Column<T> {
  /** On a narrow window it stands before the value. */
  label: string;
  render: (item: T) => ReactNode;
  /** The whole of what is told in short. */
  title?: (item: T) => string;
}

interface ListProps<T> {
  /** What is listed, for screen readers. */
  caption: string;
  items: T[];
  keyOf: (item: T) => string;
  /** The first one names the row. */
  columns: [Column<T>, ...Column<T>[]];
  /** What may be done with a row. */
  actions?: (item: T) => ReactNode;
  testId?: string;
}

/** Rows of the same kind: a table, and on a narrow window a card for each. */
export function List<T>({ caption, items, keyOf, columns: [first, ...others], actions, testId }: ListProps<T>) {
  return (
    <table className="rows">
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          {[first, ...others].map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
          {actions && (
            <th scope="col">
              <span className="unseen">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={keyOf(item)} data-testid={testId}>
            <th scope="row">{first.render(item)}</th>
            {others.map(({ label, render, title }) => (
              <td key={label} data-label={label} title={title?.(item)}>
                {render(item)}
              </td>
            ))}
            {actions && <td>{actions(item)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
