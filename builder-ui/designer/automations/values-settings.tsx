import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ActionDef } from '../../../schema/template/template-rules.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { fieldName, nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import type { ActionDesign } from './action-list.tsx';
import { firstValue, neededFields, settableFields } from './action-values.ts';
import { ValueInput } from './value-input.tsx';

/** Which fields get which values: of the record itself, or of one that is made. */
export function ValuesSettings({
  design,
  target,
}: {
  readonly design: ActionDesign<Extract<ActionDef, { readonly kind: 'set' | 'create' }>>;
  readonly target: EntityDef | undefined;
}): ReactNode {
  const { action, at, actionPath, wording, entity, set } = design;
  const { template, text, locale } = wording;
  const { values } = action;
  const place = [...at, 'values'];
  // Objects of JSON have no order: they stand as the fields do.
  const order = new Map((target?.fields ?? []).map(({ id }, index) => [id, index]));
  const given = Object.entries(values).toSorted(([a], [b]) => (order.get(a) ?? -1) - (order.get(b) ?? -1));
  const free = settableFields(target).flatMap((field) => {
    const value = values[field.id] === undefined ? firstValue(template, field, entity) : undefined;
    return value === undefined ? [] : [{ field, value }];
  });
  const missing = action.kind === 'create' ? neededFields(target).filter(({ id }) => values[id] === undefined) : [];
  return (
    <div className="deed-values">
      {given.map(([id, source]) => {
        const name = fieldName(target, id, locale);
        const field = target?.fields.find((one) => one.id === id);
        return (
          <div key={id} className="deed-value">
            <span aria-hidden="true">{name}</span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={text('removeField', { field: name })}
              title={text('removeField', { field: name })}
              onClick={() => set(place, id, undefined, text('removeField', { field: name }))}
            />
            {target !== undefined && field !== undefined && (
              <ValueInput
                field={field}
                target={target}
                from={entity}
                source={source}
                wording={wording}
                onCommit={(made) => set(place, id, made, name)}
              />
            )}
            <MistakesAt path={`${actionPath}/values/${id}`} />
          </div>
        );
      })}
      {free.length > 0 && (
        <ChoiceSelect
          aria-label={text('addField')}
          placeholder={text('addField')}
          value={null}
          options={free.map(({ field }) => ({ value: field.id, label: nameOf(field, locale) }))}
          onChange={(id: string | null) => {
            const found = free.find(({ field }) => field.id === id);
            if (found !== undefined) set(place, found.field.id, found.value, nameOf(found.field, locale));
          }}
        />
      )}
      {missing.length > 0 && target !== undefined && (
        <p className="mistake-at">
          {text('needs', {
            object: nameOf(target, locale),
            fields: missing.map((field) => nameOf(field, locale)).join(locale === 'en' ? ', ' : '、'),
          })}
        </p>
      )}
    </div>
  );
}
