import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { openWhenMade } from '../../schema/model/made-reference.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { entityById } from '../workplace/documents/field-path.ts';
import { waysOf, type ColumnChoice, type Target } from './column-map.ts';
import { useImportText } from './import-texts.ts';

interface Reference {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly target: Target | undefined;
  readonly choice: ColumnChoice;
  /** Whether the reader may make records of an entity. */
  readonly creates: (entity: EntityModel) => boolean;
}

/** The entity of which a column may bring new records, its cells being names enough for them. SPEC [IMP-60]. */
export function madeBy({ model, entity, target, choice, creates }: Reference): EntityModel | undefined {
  const ways = waysOf(model, target?.field);
  const by = ways.find(({ apiName, id }) => apiName === choice.by || id === choice.by) ?? ways[0];
  const type = target?.field?.type;
  const to = type?.kind === 'ref' || type?.kind === 'multiRef' ? entityById(model, type.to) : undefined;
  if (by === undefined || to === undefined || to.id === entity.id || !creates(to)) return undefined;
  return openWhenMade(to, by)?.length === 0 ? to : undefined;
}

/** Says that what a column names and is not there is made. */
export function MakeMissing({
  onChange,
  ...reference
}: Reference & { readonly onChange: (choice: ColumnChoice) => void }): ReactNode {
  const text = useImportText();
  const { locale } = useLanguage();
  const to = madeBy(reference);
  if (to === undefined) return null;
  const { create: _, ...bare } = reference.choice;
  return (
    <Checkbox
      className="imports-make"
      checked={reference.choice.create === true}
      onChange={({ target: { checked } }) => onChange(checked ? { ...bare, create: true } : bare)}
    >
      {text('makeMissing', { what: textIn(to.label, locale) })}
    </Checkbox>
  );
}
