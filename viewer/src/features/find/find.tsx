import { CaseSensitive, ChevronDown, ChevronUp, List, Regex, WholeWord, X, type LucideIcon } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { useSlice, useViewerContext } from '../../core/context.js';
import { useMessages, type MessageKey } from '../../messages/messages.js';
import { FIND, MOST_HITS, place, type FindSettings } from './state.js';
import './find.css';

const SETTINGS: readonly [keyof FindSettings, MessageKey, LucideIcon | string][] = [
  ['matchCase', 'find.case', CaseSensitive],
  ['wholeWords', 'find.words', WholeWord],
  ['diacritics', 'find.diacritics', 'ä'],
  ['regularExpression', 'find.expression', Regex],
];

/** The search box, what counts as the same, and the way through what has been found. */
export function FindBar() {
  return useSlice(FIND, (state) => state.open) && <OpenBar />;
}

function OpenBar() {
  const context = useViewerContext();
  const slice = context.slice(FIND);
  const { t } = useMessages();
  const box = useRef<HTMLInputElement>(null);
  const state = useSlice(FIND, (state) => state);
  const { query, settings, asked, list } = state;

  // Not a later effect: what is typed right after the shortcut is for the box already.
  useLayoutEffect(() => {
    if (asked) box.current?.select();
  }, [asked]);

  const some = state.hits.length > 0;
  return (
    <search className="ode-find">
      <div className="ode-find-box">
        <input
          ref={box}
          type="text"
          value={query}
          onChange={(event) => slice.setState({ query: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            context.run(event.shiftKey ? 'find.previous' : 'find.next');
          }}
          aria-label={t('find.label')}
          placeholder={t('find.label')}
          aria-invalid={state.progress === 'invalid'}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
        />
        <span className="ode-find-count" role="status" aria-busy={state.progress === 'searching'}>
          <Status />
        </span>
      </div>
      <div className="ode-find-group">
        {SETTINGS.map(([key, label, Icon]) => (
          <button
            key={key}
            className="ode-button"
            aria-pressed={settings[key]}
            aria-label={t(label)}
            title={t(label)}
            onClick={() => slice.setState({ settings: { ...settings, [key]: !settings[key] } })}
          >
            {typeof Icon === 'string' ? <span aria-hidden>{Icon}</span> : <Icon size={18} aria-hidden />}
          </button>
        ))}
      </div>
      <div className="ode-find-group">
        <button
          className="ode-button"
          disabled={!some}
          onClick={() => context.run('find.previous')}
          aria-label={t('find.previous')}
          title={`${t('find.previous')} (Shift+F3)`}
        >
          <ChevronUp size={18} aria-hidden />
        </button>
        <button
          className="ode-button"
          disabled={!some}
          onClick={() => context.run('find.next')}
          aria-label={t('find.next')}
          title={`${t('find.next')} (F3)`}
        >
          <ChevronDown size={18} aria-hidden />
        </button>
        <button
          className="ode-button"
          aria-pressed={list}
          onClick={() => slice.setState({ list: !list })}
          aria-label={t('find.list')}
          title={t('find.list')}
        >
          <List size={18} aria-hidden />
        </button>
      </div>
      <button
        className="ode-button ode-find-close"
        onClick={() => context.run('find.close')}
        aria-label={t('find.close')}
        title={`${t('find.close')} (Esc)`}
      >
        <X size={18} aria-hidden />
      </button>
      <CurrentHit />
    </search>
  );
}

/** `3 of 23` */
function Status() {
  const { t } = useMessages();
  const state = useSlice(FIND, (state) => state);
  const count = state.hits.length;
  if (state.progress === 'invalid') return t('find.invalid');
  if (count) return t(count < MOST_HITS ? 'find.count' : 'find.many', { current: place(state), count });
  return state.progress === 'done' ? t('find.none') : '';
}

/** Tells those who do not see the page what stands around the hit that they have come to. */
function CurrentHit() {
  const { t } = useMessages();
  const current = useSlice(FIND, (state) => state.current);
  return (
    <p className="ode-heard" aria-live="polite">
      {current && t('find.told', { page: current.page + 1, text: `${current.before}${current.match}${current.after}` })}
    </p>
  );
}
