import { Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import { ExpressionInput } from '../../parts/expression-input.tsx';
import { valueTypeOf } from './computed-settings.tsx';
import type { FieldSetting } from './type-settings.tsx';

/** What a new record starts with: an option, yes or no, or what an expression gives. */
export function DefaultSetting({ making }: { readonly making: FieldSetting }): ReactNode {
  const { field, type, text, locale, entity, set } = making;
  const label = text('default');
  if (type.kind === 'bool') {
    const value = field.default === true ? 'true' : field.default === false ? 'false' : '';
    return (
      <Segmented
        block
        aria-label={label}
        value={value}
        options={[
          { value: '', label: text('defaultNone') },
          { value: 'true', label: text('always') },
          { value: 'false', label: text('never') },
        ]}
        onChange={(next) => set('default', next === '' ? undefined : next === 'true', label)}
      />
    );
  }
  if (type.kind === 'enum' && isOption(field.default, field.options)) {
    return (
      <Select
        aria-label={label}
        value={typeof field.default === 'string' ? field.default : ''}
        options={[
          { value: '', label: text('defaultNone') },
          ...(field.options ?? []).map((option) => ({
            value: option.id,
            label: textIn(option.label, locale) || option.id,
          })),
        ]}
        onChange={(next) => set('default', next === '' ? undefined : next, label)}
      />
    );
  }
  if (type.kind === 'user' && (field.default === undefined || field.default === WHO_CREATES)) {
    return (
      <Select
        aria-label={label}
        value={typeof field.default === 'string' ? field.default : ''}
        options={[
          { value: '', label: text('defaultNone') },
          { value: WHO_CREATES, label: text('defaultMe') },
        ]}
        onChange={(next) => set('default', next === '' ? undefined : next, label)}
      />
    );
  }
  const sources = type.kind === 'ref' ? sameSources(making) : [];
  if (sources.length > 0 && (field.default === undefined || sources.some(({ value }) => value === field.default))) {
    return (
      <Select
        aria-label={label}
        value={typeof field.default === 'string' ? field.default : ''}
        options={[{ value: '', label: text('defaultNone') }, ...sources]}
        onChange={(next) => set('default', next === '' ? undefined : next, label)}
      />
    );
  }
  return (
    <ExpressionInput
      value={field.default === undefined ? undefined : String(field.default)}
      onCommit={(value) => set('default', value, label)}
      scope={{ entity: entity.id, expected: valueTypeOf(making) }}
      label={label}
      placeholder={text('defaultNone')}
    />
  );
}

const WHO_CREATES = 'actor.id';

/** Where a record of the same kind is at hand: the price list of the customer that the order is for. */
function sameSources({
  field,
  entity,
  template,
  locale,
  text,
}: FieldSetting): readonly { readonly value: string; readonly label: string }[] {
  return entity.fields.flatMap((other) => {
    const target = other.type === 'ref' ? template.entities?.find(({ id }) => id === other.to) : undefined;
    if (target === undefined || other.id === field.id) return [];
    return target.fields.flatMap((one) =>
      one.type === 'ref' && one.to === field.to
        ? [
            {
              value: `doc.${other.id}.${one.id}`,
              label: text('defaultFrom', {
                field: textIn(one.label, locale) || one.id,
                of: textIn(other.label, locale) || other.id,
              }),
            },
          ]
        : [],
    );
  });
}

function isOption(value: unknown, options: readonly { readonly id: string }[] | undefined): boolean {
  return value === undefined || options?.some(({ id }) => id === value) === true;
}
