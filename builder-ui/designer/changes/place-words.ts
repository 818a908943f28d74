import { pointer } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import type { Template } from '../../../schema/template/template.ts';
import { placeLink } from './place-link.ts';
import { propertyWords } from './property-words.ts';

/** Where something is in words: the item, and what of it. */
export function placeWords(template: Template, path: readonly string[], locale: Locale): string {
  const { words } = placeLink(template, pointer('', ...path), locale);
  const property = path.findLast((key) => propertyWords(key, locale) !== undefined);
  return [...words, ...(property === undefined ? [] : [propertyWords(property, locale)])].join(' › ');
}
