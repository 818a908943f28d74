import { Input, type InputProps, type InputRef } from 'antd';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { useEcho } from './use-echo.ts';

export interface EchoInputProps extends Omit<InputProps, 'value' | 'onChange' | 'onKeyDown' | 'ref'> {
  readonly value: string;
  readonly onCommit: (value: string) => void;
  /** Several lines. */
  readonly multiline?: boolean;
  readonly ref?: Ref<InputRef>;
}

/** A text field that commits a moment after the last key, at Enter and when it is left; Escape takes back what the draft has not heard of. */
export function EchoInput({ value, onCommit, multiline = false, ref, ...rest }: EchoInputProps): ReactNode {
  const echo = useEcho(value, onCommit);
  const handlers = {
    value: echo.value,
    onCompositionStart: echo.onCompositionStart,
    onCompositionEnd: echo.onCompositionEnd,
    // A dialog around the field stays open when there was something to take back.
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape' && echo.cancel()) event.stopPropagation();
    },
  };
  if (multiline) {
    // Exactly what a text area takes; an absent property must stay absent.
    const shared = Object.fromEntries(
      ['id', 'disabled', 'placeholder', 'className', 'aria-label', 'aria-describedby']
        .map((key) => [key, Reflect.get(rest, key)] as const)
        .filter(([, given]) => given !== undefined),
    );
    return (
      <Input.TextArea
        {...shared}
        {...handlers}
        rows={2}
        onChange={(event) => echo.onChange(event.target.value)}
        onBlur={echo.commit}
      />
    );
  }
  return (
    <Input
      {...rest}
      {...handlers}
      {...(ref === undefined ? {} : { ref })}
      onChange={(event) => echo.onChange(event.target.value)}
      onPressEnter={(event) => {
        echo.commit();
        rest.onPressEnter?.(event);
      }}
      onBlur={(event) => {
        echo.commit();
        rest.onBlur?.(event);
      }}
    />
  );
}
