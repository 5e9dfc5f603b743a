import type { FormWidget } from '@ode/engine/browser';
import { enForms } from '../../messages/en-forms.js';
import { addEnglish, useMessages } from '../../messages/messages.js';
import { takenBy } from './format.js';
import { points } from './place.js';

addEnglish(enForms);

/** Says below a field what it takes, where its value is nothing that its format has (WCAG 2.2, 3.3.1 and 3.3.3). */
export function Fault({ id, widget }: { id: string; widget: FormWidget }) {
  const { t } = useMessages();
  const taken = takenBy(widget);
  const [left, , , bottom] = widget.rect;
  return (
    <span id={id} className="ode-form-fault" role="status" dir="auto" style={{ left: points(left), top: points(bottom) }}>
      {taken.kind === 'date' && t('forms.no-date', { pattern: taken.pattern })}
      {taken.kind === 'number' && t('forms.no-number')}
      {taken.kind === 'other' && t('forms.not-taken')}
    </span>
  );
}
