import type { FormWidget } from '@ode/engine/browser';
import type { CSSProperties } from 'react';
import { useViewerContext } from '../../core/context.js';
import { enForms } from '../../messages/en-forms.js';
import { addEnglish, type MessageKey } from '../../messages/messages.js';
import { targetOf } from '../links/state.js';
import { reset } from './fill.js';
import { FORMS } from './state.js';

addEnglish(enForms);

const COMMANDS: Record<string, string> = {
  ...{ NextPage: 'navigate.next', PrevPage: 'navigate.previous', FirstPage: 'navigate.first', LastPage: 'navigate.last' },
  ...{ Print: 'print.open', Find: 'find.open', SaveAs: 'download.file', FullScreen: 'full-screen.toggle' },
};

/** A push button: it resets, or leads somewhere. What it would send is told, and not sent. */
export function ActionField({ widget, style }: { widget: FormWidget; style: CSSProperties }) {
  const context = useViewerContext();
  const { action, label, caption, name, readOnly } = widget;
  const target = action && targetOf(action);
  const shared = { className: 'ode-form-field ode-form-button', style, 'aria-label': label || caption || name, title: label };
  if (target?.kind === 'web') return <a {...shared} href={target.url} target="_blank" rel="noopener noreferrer" />;
  const act = () => {
    const tell = (key: MessageKey, values = {}) => context.slice(FORMS).setState({ told: { key, values } });
    if (target?.kind === 'page') context.pages.goTo(target.destination);
    else if (target?.kind === 'command') context.run(target.id);
    else if (action?.kind === 'reset') void reset(context, action);
    else if (action?.kind === 'submit') tell('forms.submit', { address: action.submits ?? '' });
    else if (action?.command && COMMANDS[action.command]) context.run(COMMANDS[action.command]!);
    else if (action) tell('forms.script');
  };
  return <button type="button" {...shared} disabled={readOnly} onClick={act} />;
}
