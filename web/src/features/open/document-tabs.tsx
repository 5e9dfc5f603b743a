import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Logo } from '../../logo.js';
import type { Tab } from './tabs.js';
import { useWords } from '../../messages/messages.js';
import './document-tabs.css';

interface DocumentTabsProps {
  tabs: readonly Tab[];
  active: number | null;
  onShow: (id: number | null) => void;
  onClose: (tab: Tab) => void;
}

/** A tab for each document. The buttons that close them stand between tabs, and so the list owns its tabs by their ids. */
export default function DocumentTabs({ tabs, active, onShow, onClose }: DocumentTabsProps) {
  const { t } = useWords();
  const idOf = (id: number) => `document-tab-${id}`;
  const press = (event: KeyboardEvent, at: number) => {
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
    const next = tabs[steps[event.key] ?? -1];
    if (event.key === 'Delete') onClose(tabs[at]!);
    else if (next) {
      onShow(next.id);
      document.getElementById(idOf(next.id))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <nav className="document-tabs" aria-label={t('tabs.label')}>
      <button
        className="plain"
        aria-label={t('app.start')}
        title={t('app.start')}
        aria-pressed={active === null}
        onClick={() => onShow(null)}
      >
        <Logo />
      </button>
      <div role="tablist" aria-label={t('tabs.label')} aria-owns={tabs.map(({ id }) => idOf(id)).join(' ')} />
      {tabs.map((tab, at) => {
        const { id, name } = tab;
        return (
          <div
            key={id}
            className={`document-tab${id === active ? ' active' : ''}`}
            onAuxClick={(event) => event.button === 1 && onClose(tab)}
          >
            <button
              id={idOf(id)}
              role="tab"
              aria-selected={id === active}
              tabIndex={id === (active ?? tabs[0]!.id) ? 0 : -1}
              title={name}
              onClick={() => onShow(id)}
              onKeyDown={(event) => press(event, at)}
            >
              <span dir="auto">{name}</span>
            </button>
            <button className="plain" aria-label={t('tabs.close', { name })} title={t('tabs.close-title')} onClick={() => onClose(tab)}>
              <X className="icon" size={16} strokeWidth={2} aria-hidden />
            </button>
          </div>
        );
      })}
    </nav>
  );
}
