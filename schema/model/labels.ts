import type { Text } from '../core/text.ts';
import { plainName } from './names.ts';

/** `dueAt` → `Due at`, `sales.manager` → `Sales manager`: what people see until somebody writes a label. */
export function humanText(id: string): Text {
  const words = plainName(id)
    .replaceAll(/[._]+/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()));
  const text = words.join(' ');
  return { en: text.slice(0, 1).toUpperCase() + text.slice(1) };
}
