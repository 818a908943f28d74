import { Input } from 'antd';
import type { ReactNode } from 'react';
import { typedAddress } from './company-address.ts';

interface Props {
  readonly value: string;
  /** Gets what can be an address, or grow into one. */
  readonly onChange: (address: string) => void;
  readonly onEnter: () => void;
}

/** A company's address: nothing else can be typed into it (SPEC [ADM-53]). */
export function AddressInput({ value, onChange, onEnter, ...labelled }: Props): ReactNode {
  return (
    <Input
      {...labelled}
      value={value}
      autoCapitalize="none"
      spellCheck={false}
      // What an input method composes stays as it is until it is done.
      onChange={({ target, nativeEvent }) =>
        onChange(
          nativeEvent instanceof InputEvent && nativeEvent.isComposing ? target.value : typedAddress(target.value),
        )
      }
      onCompositionEnd={({ currentTarget }) => onChange(typedAddress(currentTarget.value))}
      onPressEnter={onEnter}
    />
  );
}
