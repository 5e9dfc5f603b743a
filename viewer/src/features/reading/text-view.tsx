import type { Block, FigureBlock, Line, ListBlock, ListItem, Span, StructuredPage, TableBlock } from '@ode/engine/browser';
import { X } from 'lucide-react';
import { createElement, Fragment, useEffect, useRef, useState, type ReactNode } from 'react';
import { useSlice, useViewerContext } from '../../core/context.js';
import { useMessages } from '../../messages/messages.js';
import { targetOf } from '../links/state.js';
import { READING } from './state.js';
import './text-view.css';

/** Pages are put on the screen together, at most this many ms after the first of them came. */
const TOGETHER = 200;

/** The whole document as text in one column, by its structure: for screen readers, small screens and large letters. */
export default function TextView() {
  const context = useViewerContext();
  const { t } = useMessages();
  const language = useSlice(READING, (state) => state.language);
  const [pages, setPages] = useState<readonly StructuredPage[]>([]);
  const [done, setDone] = useState(false);
  const article = useRef<HTMLElement>(null);
  const close = () => {
    context.slice(READING).setState({ open: false });
    context.pages.focus();
  };

  useEffect(() => {
    article.current?.focus();
    const abort = new AbortController();
    const { signal } = abort;
    const read = async () => {
      let waiting: StructuredPage[] = [];
      const show = () => {
        const come = waiting;
        waiting = [];
        setPages((before) => [...before, ...come]);
      };
      let timer: ReturnType<typeof setTimeout> | undefined;
      const { sizes } = context.store.getState();
      const all = Array.from({ length: sizes.length }, (_, i) => i);
      for await (const page of context.document.structured({ pages: all, hidden: false, signal })) {
        waiting.push(page);
        timer ??= setTimeout(() => {
          timer = undefined;
          show();
        }, TOGETHER);
      }
      clearTimeout(timer);
      show();
      setDone(true);
    };
    void read().catch(() => setDone(true));
    return () => abort.abort();
  }, [context]);

  return (
    <div className="ode-reading" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <button
        type="button"
        className="ode-button ode-reading-close"
        aria-label={t('reading.close')}
        title={t('reading.close')}
        onClick={close}
      >
        <X size={20} aria-hidden />
      </button>
      <article ref={article} lang={language || undefined} tabIndex={-1} aria-label={context.name} aria-busy={!done}>
        {pages.map((page) => (
          <PageText key={page.page} page={page} onGo={close} />
        ))}
        {!done && <p className="ode-reading-busy">{t('panel.reading')}</p>}
      </article>
    </div>
  );
}

function PageText({ page: { page, blocks }, onGo }: { page: StructuredPage; onGo: () => void }) {
  const context = useViewerContext();
  const { t } = useMessages();
  const go = (to: number) => {
    const target = document.getElementById(`ode-reading-${to}`);
    if (target) return target.scrollIntoView();
    context.pages.goTo({ page: to });
    onGo();
  };
  return (
    <section id={`ode-reading-${page}`} aria-label={t('pages.page', { page: page + 1 })}>
      <a
        className="ode-reading-page"
        href={`#page=${page + 1}`}
        onClick={(event) => {
          event.preventDefault();
          context.pages.goTo({ page });
          onGo();
        }}
      >
        {t('pages.page', { page: page + 1 })}
      </a>
      {blocks.map((block) => (
        <Fragment key={block.id}>{blockOf(block, go)}</Fragment>
      ))}
    </section>
  );
}

type Go = (page: number) => void;

function blockOf(block: Block, go: Go): ReactNode {
  const lang = block.language;
  switch (block.kind) {
    case 'heading':
      return createElement(`h${Math.min(6, Math.max(1, block.level ?? 1))}`, { lang }, inline(block.lines, go));
    case 'list':
      return listOf(block, go);
    case 'table':
      return tableOf(block, go);
    case 'figure':
      return figureOf(block, go);
    case 'code':
      return <pre lang={lang}>{block.lines.map((line) => line.spans.map(({ text }) => text).join('')).join('\n')}</pre>;
    case 'running-head':
    case 'page-number':
      return null;
    default:
      return (
        <p lang={lang} className={block.kind === 'caption' || block.kind === 'footnote' ? 'ode-reading-aside' : undefined}>
          {inline(block.lines, go)}
        </p>
      );
  }
}

function figureOf({ alt, lines, language }: FigureBlock, go: Go): ReactNode {
  if (alt)
    return (
      <div className="ode-reading-figure" role="img" aria-label={alt} lang={language}>
        {alt}
      </div>
    );
  return (
    lines.length > 0 && (
      <div className="ode-reading-figure" lang={language}>
        {inline(lines, go)}
      </div>
    )
  );
}

function listOf({ items, language }: ListBlock, go: Go): ReactNode {
  const level = (from: number, depth: number): [ReactNode, number] => {
    const all: ReactNode[] = [];
    let i = from;
    while (i < items.length && items[i]!.depth >= depth) {
      const item = items[i]!;
      let inner: ReactNode = null;
      let next = i + 1;
      if (items[next] && items[next]!.depth > depth) [inner, next] = level(next, depth + 1);
      all.push(
        <li key={i}>
          <span className="ode-reading-mark">{item.mark} </span>
          {inline(item.lines, go)}
          {inner}
        </li>,
      );
      i = next;
    }
    const first: ListItem | undefined = items[from];
    return [createElement(first?.ordered ? 'ol' : 'ul', { lang: language, key: from }, all), i];
  };
  return level(0, 0)[0];
}

function tableOf({ rows, cells, language }: TableBlock, go: Go): ReactNode {
  return (
    <div className="ode-reading-table" tabIndex={0}>
      <table lang={language}>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={row}>
              {cells
                .filter((cell) => cell.row === row)
                .map((cell) =>
                  createElement(
                    cell.header ? 'th' : 'td',
                    { key: cell.column, colSpan: cell.columnSpan, rowSpan: cell.rowSpan },
                    inline(cell.lines, go),
                  ),
                )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Lines joined: a hyphen at a line's end belongs to the word where the next line goes on in small letters. */
function inline(lines: readonly Line[], go: Go): ReactNode[] {
  return lines.flatMap((line, i) => {
    const text = line.spans.map(({ text }) => text).join('');
    const next = lines[i + 1]?.spans[0]?.text ?? '';
    const divided = /\p{L}[-\u00ad]$/u.test(text) && /^\p{Ll}/u.test(next);
    const spans = line.spans.map((span, k) => spanOf(span, k === line.spans.length - 1 && divided, `${i} ${k}`, go));
    return divided || i === lines.length - 1 ? spans : [...spans, ' '];
  });
}

function spanOf({ text, bold, italic, script, link }: Span, divided: boolean, key: string, go: Go): ReactNode {
  let node: ReactNode = divided ? text.replace(/[-\u00ad]$/, '') : text;
  if (bold) node = <strong>{node}</strong>;
  if (italic) node = <em>{node}</em>;
  if (script === 'super') node = <sup>{node}</sup>;
  if (script === 'sub') node = <sub>{node}</sub>;
  const page = /^#page-(\d+)$/.exec(link ?? '')?.[1];
  const target = link && !page ? targetOf({ url: link }) : null;
  if (page)
    node = (
      <a
        href={`#page=${page}`}
        onClick={(event) => {
          event.preventDefault();
          go(Number(page) - 1);
        }}
      >
        {node}
      </a>
    );
  if (target?.kind === 'web')
    node = (
      <a href={target.url} target="_blank" rel="noopener noreferrer">
        {node}
      </a>
    );
  return <Fragment key={key}>{node}</Fragment>;
}
