import { Tooltip } from 'antd';
import { lazy, memo, Suspense, type ReactNode } from 'react';
import { isComputed } from '../../../schema/template/computed.ts';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { FieldKind } from '../../../schema/model/model.ts';
import type { EntityDef, FieldDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { TextCell } from './text-cell.tsx';
import { OptionsCell } from './options-cell.tsx';
import { cellEdits, cellText, FIELD_COLUMNS, kindOf, PLAIN_KINDS, type FieldColumn } from './field-rows.ts';
import { useFieldText } from './field-texts.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** What reads formulas comes with the first of them. */
const FormulaCell = lazy(async () => ({ default: (await import('./formula-cell.tsx')).FormulaCell }));

export interface FieldRowProps {
  readonly entity: EntityDef;
  readonly field: FieldDef;
  readonly row: number;
  readonly isSelected: boolean;
  readonly onSelect: (id: string, isOn: boolean) => void;
}

/** One field in the grid. Drawn again only when the field itself is another. */
export const FieldRow = memo(
  FieldCells,
  (a, b) => a.field === b.field && a.row === b.row && a.isSelected === b.isSelected && a.entity.id === b.entity.id,
);

function FieldCells({ entity, field, row, isSelected, onSelect }: FieldRowProps): ReactNode {
  const text = useFieldText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const name = textIn(field.label, locale) || field.id;
  const set = (column: FieldColumn, typed: string): void => {
    const edits = cellEdits(entity, field, { column, text: typed, locale });
    if (edits.length > 0) session.run(text('stepCell', { column: text(column), field: name }), edits);
  };
  return (
    <tr data-item={field.id} className={isSelected ? 'is-selected' : undefined}>
      <td className="field-select">
        <input
          type="checkbox"
          aria-label={text('selectRow', { field: name })}
          checked={isSelected}
          onChange={(event) => onSelect(field.id, event.target.checked)}
        />
      </td>
      {FIELD_COLUMNS.map((column, index) => (
        <td key={column} className={`field-${column}`} data-row={row} data-column={index}>
          <Cell entity={entity.id} field={field} column={column} name={name} onSet={(typed) => set(column, typed)} />
        </td>
      ))}
    </tr>
  );
}

interface CellProps {
  readonly entity: string;
  readonly field: FieldDef;
  readonly column: FieldColumn;
  readonly name: string;
  readonly onSet: (typed: string) => void;
}

function Cell({ entity, field, column, name, onSet }: CellProps): ReactNode {
  const text = useFieldText();
  const { locale } = useLanguage();
  const label = text('cell', { column: text(column), field: name });
  const value = cellText(field, column, locale);
  if (column === 'type') return <TypeCell entity={entity} field={field} label={label} onSet={onSet} />;
  if (column === 'required' || column === 'unique') {
    if (value === 'rule') return <span className="field-note">{text('rule')}</span>;
    return (
      <input
        type="checkbox"
        aria-label={label}
        checked={value === 'yes'}
        onChange={(event) => onSet(event.target.checked ? 'yes' : '')}
      />
    );
  }
  if (column === 'default' && isComputed(field)) {
    return <span className="field-note">{text('computed')}</span>;
  }
  if (column === 'default' && IS_FORMULA.test(value)) {
    const typed = <TextCell value={value} label={label} placeholder="" onSet={onSet} />;
    return (
      <Suspense fallback={typed}>
        <FormulaCell {...{ entity, value, label, onSet }} />
      </Suspense>
    );
  }
  // What has no label is called by its id, and can be given one.
  const placeholder = column === 'label' ? textIn(humanText(field.id), locale) : '';
  return <TextCell value={value} label={label} placeholder={placeholder} onSet={onSet} />;
}

/** A call, or a way over a dot: what is no plain value. */
const IS_FORMULA = /\w\(|^[a-z]\w*\.\w/;

function TypeCell({
  entity,
  field,
  label,
  onSet,
}: {
  readonly entity: string;
  readonly field: FieldDef;
  readonly label: string;
  readonly onSet: (typed: string) => void;
}): ReactNode {
  const text = useFieldText();
  const { locale } = useLanguage();
  const kind = kindOf(field.type);
  const former = useDraft(
    ({ base }) =>
      base.template.entities?.find(({ id }) => id === entity)?.fields.find(({ id }) => id === field.id)?.type,
  );
  const detail = useTypeDetail(field);
  const formerKind = former === undefined ? kind : kindOf(former);
  const kinds: readonly FieldKind[] = PLAIN_KINDS.includes(kind) ? PLAIN_KINDS : [kind, ...PLAIN_KINDS];
  return (
    <>
      <ChoiceSelect
        size="small"
        variant="borderless"
        className="field-type-select"
        aria-label={label}
        popupMatchSelectWidth={false}
        value={kind}
        options={kinds.map((one) => ({
          value: one,
          title: [FIELD_TYPE_INFO[one].name[locale], ...FIELD_TYPE_INFO[one].words].join(' '),
          label: (
            <span className="field-type">
              {FIELD_TYPE_INFO[one].icon} {FIELD_TYPE_INFO[one].name[locale]}
            </span>
          ),
        }))}
        labelRender={() => (
          <span className="field-type">
            {FIELD_TYPE_INFO[kind].icon} {FIELD_TYPE_INFO[kind].name[locale]} {detail !== '' && <small>{detail}</small>}
          </span>
        )}
        onChange={onSet}
      />
      {field.options !== undefined && <OptionsCell entity={entity} field={field} label={label} />}
      {formerKind !== kind && (
        <Tooltip title={text('typeChanges', { from: FIELD_TYPE_INFO[formerKind].name[locale] })}>
          <span className="field-converted" tabIndex={0} role="note">
            {FIELD_TYPE_INFO[formerKind].name[locale]} →
          </span>
        </Tooltip>
      )}
    </>
  );
}

/** What the type alone does not say: the object it leads to. */
function useTypeDetail({ to, of }: FieldDef): string {
  const { locale } = useLanguage();
  const target = to ?? of;
  const entity = useDraft(({ log }) => log.template.entities?.find(({ id }) => id === target));
  return entity === undefined ? '' : textIn(entity.label ?? humanText(entity.id), locale);
}
