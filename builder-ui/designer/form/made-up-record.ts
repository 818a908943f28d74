import { textIn, type Locale } from '../../../schema/core/text.ts';
import { isComputed } from '../../../schema/template/computed.ts';
import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import { presetPattern } from '../../../schema/template/patterns.ts';
import { newRow, type FieldValue, type RecordValue } from '../../form-runtime/form-value.ts';

const ROWS = 2;

/** A record that looks like one, for a preview of an object that has none: every field that people fill in has a value. */
export function madeUpRecord(model: Model, entity: EntityModel, locale: Locale): RecordValue {
  const values = entity.fields
    .filter((field) => !isComputed(field))
    .map((field) => [field.apiName, madeUpValue(model, field, locale)] as const);
  return Object.fromEntries(values);
}

function madeUpValue(model: Model, field: FieldModel, locale: Locale): FieldValue {
  const { type } = field;
  switch (type.kind) {
    case 'text':
      return field.pattern === undefined
        ? textIn(field.label, locale).slice(0, 20)
        : (presetPattern(field.pattern)?.example ?? '');
    case 'longtext':
    case 'richtext':
      return textIn(field.label, locale);
    case 'sequence':
      return null;
    case 'int':
      return Number(within(field, '3'));
    case 'decimal':
    case 'quantity':
    case 'money':
      return within(field, type.kind === 'quantity' ? '3' : '12.50');
    case 'percent':
      return within(field, '0.05');
    case 'bool':
      return true;
    case 'date':
      return '2026-03-16';
    case 'time':
      return '09:30:00';
    case 'datetime':
      return '2026-03-16T01:30:00.000Z';
    case 'duration':
      return 'PT1H30M';
    case 'enum':
      return type.options[0]?.id ?? null;
    case 'multiEnum':
      return type.options.slice(0, 2).map(({ id }) => id);
    case 'ref':
      return sampleOf(model, type.to, locale);
    case 'multiRef':
      return [sampleOf(model, type.to, locale)];
    case 'user':
    case 'org':
      return { id: 'sample', title: textIn(field.label, locale) };
    case 'lines':
      return madeUpRows(model, type.of, locale);
    default:
      return null;
  }
}

/** The wanted number where the field's bounds let it be, else the bound that it breaks. */
function within({ min, max }: FieldModel, wanted: string): string {
  const number = Number(wanted);
  if (min !== undefined && number < Number(min)) return min;
  return max !== undefined && number > Number(max) ? max : wanted;
}

function sampleOf(model: Model, id: string, locale: Locale): RecordValue {
  const target = model.entities.find((entity) => entity.id === id);
  return { id: 'sample', title: `${textIn(target?.label, locale)} A-100` };
}

function madeUpRows(model: Model, of: string, locale: Locale): readonly RecordValue[] {
  const lines = model.entities.find((entity) => entity.id === of);
  if (lines === undefined) return [];
  return Array.from({ length: ROWS }, () => newRow(madeUpRecord(model, lines, locale)));
}
