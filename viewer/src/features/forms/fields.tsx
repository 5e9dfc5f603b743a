import type { FormWidget } from '@ode/engine/browser';
import { useEffect, useId, useRef, type CSSProperties, type KeyboardEvent } from 'react';
import { useSlice, useViewerContext } from '../../core/context.js';
import { fill, settle } from './fill.js';
import { accepts, format } from './format.js';
import { ActionField } from './action-field.js';
import { Fault } from './fault.js';
import { placeOf, points } from './place.js';
import { clicked, FORMS, valueOf } from './state.js';
import { leadOn } from './tabbing.js';
import './forms.css';

/** Points from line to line, in sizes of the font, as the engine has it. */
const LEADING = 1.15;
/** Points: text whose size is left to the reader is no larger in boxes of several lines. */
const LARGEST = 12;

/** Controls in the order in which a keyboard goes through them. */
export default function Fields({ index, widgets }: { index: number; widgets: readonly FormWidget[] }) {
  const context = useViewerContext();
  useEffect(() => leadOn(context, index), [context, index]);
  return widgets.map((widget, i) => {
    const { type, id } = widget;
    if (type === 'signature') return null;
    if (type === 'button') return <ActionField key={i} widget={widget} style={placeOf(widget)} />;
    if (!id) return null;
    if (type === 'check' || type === 'radio') return <Toggle key={i} widget={widget} />;
    if (type === 'list' || (type === 'combo' && !widget.editable)) return <Choice key={i} widget={widget} />;
    return <TextField key={i} widget={widget} />;
  });
}

function useValue(widget: FormWidget) {
  return useSlice(FORMS, ({ values }) => valueOf(widget, values));
}

/** What all controls have: a name, and what is asked of them. */
function described({ label, name, required }: FormWidget) {
  return { 'aria-label': label || name, 'aria-required': required || undefined, title: label };
}

function TextField({ widget }: { widget: FormWidget }) {
  const context = useViewerContext();
  const value = String(useValue(widget));
  const before = useRef(value);
  const options = useId();
  const fault = useId();
  const shown = widget.type === 'combo' ? (widget.options?.find((option) => option.value === value)?.text ?? value) : value;
  const valid = format(widget, shown).valid;
  const write = (text: string) => fill(context, widget, widget.options?.find((option) => option.text === text)?.value ?? text);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && value !== before.current) write(before.current);
    else if (event.key === 'Enter' && !widget.multiline) void settle(context);
    else return;
    event.preventDefault();
  };
  const shared = {
    ...described(widget),
    className: `ode-form-field ode-form-text${widget.required && !value ? ' ode-form-required' : ''}`,
    style: { ...placeOf(widget), ...textOf(widget) },
    value: shown,
    readOnly: widget.readOnly,
    maxLength: widget.maxLength,
    'aria-invalid': !valid || undefined,
    'aria-describedby': valid ? undefined : fault,
    spellCheck: false,
    autoComplete: 'off',
    dir: 'auto' as const,
    onFocus: () => (before.current = shown),
    onChange: ({ currentTarget: field }: { currentTarget: { value: string } }) => {
      // What a field refuses does not stay in it: where nothing has changed, nothing is drawn anew.
      if (!accepts(widget, field.value)) field.value = shown;
      else write(field.value);
    },
    onBlur: () => void settle(context),
    onKeyDown: press,
  };
  return (
    <>
      {widget.multiline ? (
        <textarea {...shared} />
      ) : (
        <input
          {...shared}
          type={widget.password ? 'password' : 'text'}
          list={widget.options && options}
          // Behind the last cell's letter is the room to the next one, which is not there: a full comb is not moved for the caret's sake.
          onScroll={widget.comb ? ({ currentTarget }) => (currentTarget.scrollLeft = 0) : undefined}
        />
      )}
      {!valid && <Fault id={fault} widget={widget} />}
      {widget.options && (
        <datalist id={options}>
          {widget.options.map(({ text }, i) => (
            <option key={i} value={text} />
          ))}
        </datalist>
      )}
    </>
  );
}

function Toggle({ widget }: { widget: FormWidget }) {
  const context = useViewerContext();
  const value = useValue(widget);
  const group = useSlice(FORMS, (state) => state.group);
  const { on, type, id, readOnly, label, name } = widget;
  return (
    <input
      {...described(widget)}
      // Of several buttons with one name, each says what it stands for.
      aria-label={type === 'radio' ? `${label || name}: ${on}` : label || name}
      className="ode-form-field ode-form-toggle"
      style={placeOf(widget)}
      type={type === 'radio' ? 'radio' : 'checkbox'}
      name={type === 'radio' ? `${group}-${id}` : undefined}
      checked={value === on}
      disabled={readOnly}
      onChange={() => {
        fill(context, widget, clicked(widget, value));
        void settle(context);
      }}
      // A radio button that is on tells of no change.
      onClick={() => {
        if (type !== 'radio' || value !== on || widget.keepsOne) return;
        fill(context, widget, '');
        void settle(context);
      }}
    />
  );
}

function Choice({ widget }: { widget: FormWidget }) {
  const context = useViewerContext();
  const value = useValue(widget);
  const { type, options = [], multiple, readOnly } = widget;
  const isList = type === 'list';
  const known = options.some((option) => option.value === value);
  return (
    <select
      {...described(widget)}
      className={`ode-form-field ${isList ? 'ode-form-list' : 'ode-form-choice'}`}
      style={{ ...placeOf(widget), ...textOf(widget) }}
      multiple={isList && multiple}
      size={isList ? Math.max(2, options.length) : undefined}
      value={isList && multiple ? [value].flat() : ([value].flat()[0] ?? '')}
      disabled={readOnly}
      onChange={({ currentTarget }) => {
        const chosen = [...currentTarget.selectedOptions].map((option) => option.value);
        fill(context, widget, isList ? chosen : (chosen[0] ?? ''));
        void settle(context);
      }}
    >
      {!isList && !known && <option value={String(value)}>{String(value)}</option>}
      {options.map((option, i) => (
        <option key={i} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}

/** The text as the engine draws it: a size that is left open is as large as fits. */
function textOf({
  rect: [x0, y0, x1, y1],
  turn = 0,
  fontSize,
  color,
  align,
  comb,
  maxLength = 0,
  multiline,
  type,
}: FormWidget): CSSProperties {
  const [width, height] = turn % 180 ? [y1 - y0, x1 - x0] : [x1 - x0, y1 - y0];
  const size = fontSize ?? (multiline || type === 'list' ? LARGEST : Math.min(height / LEADING, 2 * LARGEST));
  const cell = comb ? width / maxLength : 0;
  return {
    fontSize: points(size),
    textAlign: align,
    ...(color && ({ '--ode-field-color': `rgb(${color.join(' ')})` } as CSSProperties)),
    ...(comb && {
      fontFamily: 'monospace',
      letterSpacing: `calc(${points(cell)} - 1ch)`,
      paddingInlineStart: `calc((${points(cell)} - 1ch) / 2)`,
      paddingInlineEnd: 0,
    }),
  };
}
