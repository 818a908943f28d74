import type { ReactNode } from 'react';
import type { FieldDef } from '../../../schema/template/template.ts';
import type { ChildGridNode, ColumnDef, FieldNode } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { useFormDesignText } from './form-texts.ts';
import { fieldName } from './node-names.ts';

const COLUMNS_SHOWN = 8;

/** A drawing of the table of lines, with its columns as they are titled. */
export function GridPicture({
  node,
  field,
}: {
  readonly node: ChildGridNode | FieldNode;
  readonly field: FieldDef | undefined;
}): ReactNode {
  const { locale } = useLanguage();
  const text = useFormDesignText();
  const template = useDraft(({ log }) => log.template);
  const lines = template.entities?.find(({ id }) => id === field?.of);
  const given = node.kind === 'childGrid' ? node.columns : undefined;
  const columns: readonly ColumnDef[] = given ?? (lines?.fields ?? []).map(({ id }) => ({ id }));
  const naming = { template, entity: lines, text, locale };
  const shown = columns.slice(0, COLUMNS_SHOWN);
  return (
    <div className="grid-pic">
      <div className="grid-pic-row is-head">
        {shown.map((column) => (
          <span key={column.id}>{fieldName(column.field ?? column.id, column.label, naming)}</span>
        ))}
        {columns.length > shown.length && <span className="grid-pic-more">+{columns.length - shown.length}</span>}
      </div>
      <div className="grid-pic-row">
        {shown.map((column) => (
          <span key={column.id} />
        ))}
      </div>
    </div>
  );
}
