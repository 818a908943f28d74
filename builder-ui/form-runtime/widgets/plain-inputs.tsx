import type { ReactNode } from 'react';
import { useForm } from '../form-context.tsx';
import { plainText } from '../form-value.ts';
import { instantOfLocal, localInput } from '../moment-text.ts';
import { useLocalEcho } from '../local-echo.ts';
import { inputAttributes, type WidgetProps } from './widget-props.ts';

/** Yes or no. */
export function CheckBox(props: WidgetProps): ReactNode {
  const { store } = useForm();
  return (
    <input
      {...inputAttributes(props)}
      className="fw-check"
      type="checkbox"
      checked={props.value === true}
      onChange={(event) => {
        props.onChange(event.currentTarget.checked);
        store.leave(props.path);
      }}
    />
  );
}

/*
 * Dates and times are the browser's own inputs: each part is announced and typed on its own, phones bring their wheel,
 * and no script or style of a picker is needed. antd's picker is not operable with a screen reader
 * (ant-design#53638).
 */

/** A day of the calendar. */
export function DateInput(props: WidgetProps): ReactNode {
  const { min, max } = props.field;
  return (
    <MomentInput
      {...props}
      type="date"
      min={min}
      max={max ?? '9999-12-31'}
      toInput={(text) => text}
      toValue={(text) => text}
    />
  );
}

/** A time of day. */
export function TimeInput(props: WidgetProps): ReactNode {
  return (
    <MomentInput
      {...props}
      type="time"
      toInput={(text) => text.slice(0, text.endsWith(':00') ? 5 : 8)}
      toValue={(text) => (text.length === 5 ? `${text}:00` : text)}
    />
  );
}

/** A moment, on the clock of the tenant's time zone. */
export function DateTimeInput(props: WidgetProps): ReactNode {
  const { timeZone } = useForm();
  return (
    <MomentInput
      {...props}
      type="datetime-local"
      max="9999-12-31T23:59"
      toInput={(text) => localInput(text, timeZone)}
      toValue={(text) => instantOfLocal(text, timeZone) ?? text}
    />
  );
}

interface MomentProps extends WidgetProps {
  readonly type: 'date' | 'time' | 'datetime-local';
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly toInput: (value: string) => string;
  readonly toValue: (text: string) => string;
}

function MomentInput({ type, min, max, toInput, toValue, ...props }: MomentProps): ReactNode {
  const { path, value, onChange } = props;
  const echo = useLocalEcho({
    path,
    shown: () => toInput(plainText(value)),
    commit: (text) => onChange(text === '' ? null : toValue(text)),
  });
  const { write: _, ...events } = echo;
  return (
    <input {...inputAttributes(props)} {...events} className="fw-input fw-moment" type={type} min={min} max={max} />
  );
}
