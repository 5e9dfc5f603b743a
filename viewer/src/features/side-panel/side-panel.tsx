import { Tabs } from 'radix-ui';
import { createElement, type ComponentType } from 'react';
import { useStore } from 'zustand';
import { useViewerContext } from '../../core/context.js';
import type { PanelTab } from '../../core/feature.js';
import { useMessages } from '../../messages/messages.js';
import { lazily } from '../../shell/lazily.js';
import { Edge } from './edge.js';
import { shownTab, tabsOf } from './state.js';
import './side-panel.css';

const panels = new WeakMap<PanelTab, ComponentType>();

/** A tab's component, which is loaded when it is first drawn. */
function panelOf(tab: PanelTab): ComponentType {
  let panel = panels.get(tab);
  if (!panel) panels.set(tab, (panel = lazily(tab.load, 'here')));
  return panel;
}

/** What is in the side panel: a tab for each thing that features have to show of the document. */
export default function SidePanel() {
  const { features, store } = useViewerContext();
  const { t, dir } = useMessages();
  const state = useStore(store);
  const tabs = tabsOf(features, state);
  const current = shownTab(features, state);
  if (!current) return null;
  return (
    <Tabs.Root
      className="ode-tabs"
      value={current.id}
      onValueChange={(tab) => store.setState({ panel: { open: true, tab } })}
      dir={dir}
      activationMode="manual"
    >
      <Tabs.List className="ode-tab-list" aria-label={t('panel.label')}>
        {tabs.map(({ id, label, icon: Icon }) => (
          <Tabs.Trigger key={id} className="ode-button" value={id} aria-label={t(label)} title={t(label)}>
            <Icon size={18} aria-hidden />
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content className="ode-tab" value={current.id} key={current.id}>
        <h2>{t(current.label)}</h2>
        <div className="ode-tab-body">{createElement(panelOf(current))}</div>
      </Tabs.Content>
      <Edge />
    </Tabs.Root>
  );
}
