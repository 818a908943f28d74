import type { ReactNode } from 'react';
import { useToolsText } from '../tools/tools-texts.ts';
import './key-names.css';

const SIGNS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  ' ': 'Space',
};

/** Keys as they stand on a keyboard. */
export function KeyNames({ keys }: { readonly keys: readonly string[] }): ReactNode {
  const text = useToolsText();
  return (
    <span className="key-names">
      {keys.map((key, index) => (
        <span key={key}>
          {index > 0 && <small> {text('or')} </small>}
          {partsOf(key).map((part, place) => (
            <span key={part}>
              {place > 0 && <small> {text('then')} </small>}
              <kbd>{part}</kbd>
            </span>
          ))}
        </span>
      ))}
    </span>
  );
}

function partsOf(key: string): readonly string[] {
  if (key.startsWith('mod+')) {
    const isMac = navigator.platform.startsWith('Mac');
    return [`${isMac ? '⌘' : 'Ctrl'} ${key.slice(4).toUpperCase()}`];
  }
  const parts = key === ' ' ? [' '] : key.split(' ');
  return parts.map((part) => SIGNS[part] ?? (/^[A-Z]$/.test(part) ? `Shift ${part}` : part.toUpperCase()));
}
