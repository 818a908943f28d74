import { Modal, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { isReference, referencesIn, type FieldValue } from '../../form-runtime/form-value.ts';
import { entityById, pathEnd } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { settleConflicts, type MergeConflict, type MergedRecord } from '../documents/record-merge.ts';
import type { RecordValue } from '../../form-runtime/form-value.ts';
import { cellText, type Reading } from '../list/cell.tsx';
import { useRecordText } from './record-texts.ts';

interface ConflictDialogProps {
  readonly columning: Columning;
  readonly reading: Reading;
  readonly merged: MergedRecord;
  readonly onSettled: (value: RecordValue) => void;
  readonly onCancel: () => void;
}

/** Both changed the same fields: each of them side by side, mine chosen at first. */
export function ConflictDialog({ columning, reading, merged, onSettled, onCancel }: ConflictDialogProps): ReactNode {
  const text = useRecordText();
  const [theirs, setTheirs] = useState<ReadonlySet<number>>(new Set());
  const { conflicts } = merged;
  const settle = (): void =>
    onSettled(settleConflicts(merged.value, conflicts, (conflict) => theirs.has(conflicts.indexOf(conflict))));
  return (
    <Modal
      open
      title={text('conflictTitle')}
      okText={text('saveChosen')}
      cancelText={text('cancel')}
      onOk={settle}
      onCancel={onCancel}
      width={640}
    >
      <p className="conflict-hint">{text('conflictHint')}</p>
      {conflicts.map((conflict, index) => (
        <ConflictRow
          key={`${conflict.place.line?.id ?? ''}.${conflict.place.field.id}`}
          {...{ columning, reading, conflict }}
          takesTheirs={theirs.has(index)}
          onChoose={(takes) => {
            const next = new Set(theirs);
            if (takes) next.add(index);
            else next.delete(index);
            setTheirs(next);
          }}
        />
      ))}
    </Modal>
  );
}

interface ConflictRowProps {
  readonly columning: Columning;
  readonly reading: Reading;
  readonly conflict: MergeConflict;
  readonly takesTheirs: boolean;
  readonly onChoose: (takesTheirs: boolean) => void;
}

function ConflictRow({ columning, reading, conflict, takesTheirs, onChoose }: ConflictRowProps): ReactNode {
  const text = useRecordText();
  const { field, line } = conflict.place;
  const label = textIn(field.label, reading.locale);
  const name = line === undefined ? label : text('lineOf', { field: label, number: line.number });
  const words = (value: FieldValue): string => {
    const said = valueText(columning, { conflict, value, reading });
    return said === '' ? text('empty') : said;
  };
  return (
    <fieldset className="conflict">
      <legend>{name}</legend>
      <Radio.Group
        aria-label={name}
        value={takesTheirs ? 'theirs' : 'mine'}
        onChange={({ target }) => onChoose(target.value === 'theirs')}
        className="conflict-sides"
      >
        {(['mine', 'theirs'] as const).map((side) => (
          <Radio key={side} value={side} className="conflict-side">
            <span className="conflict-who">{text(side)}</span>
            <span className="conflict-value">{words(conflict[side])}</span>
          </Radio>
        ))}
      </Radio.Group>
      <p className="conflict-before">{text('before', { value: words(conflict.base) })}</p>
    </fieldset>
  );
}

interface ValueWords {
  readonly conflict: MergeConflict;
  readonly value: FieldValue;
  readonly reading: Reading;
}

function valueText({ model, entity }: Columning, { conflict, value, reading }: ValueWords): string {
  const { field, line } = conflict.place;
  if (isReference(value)) return value.title;
  const several = referencesIn(value);
  if (several.length > 0) return several.map(({ title }) => title).join(reading.locale === 'zh-CN' ? '、' : ', ');
  const of = line?.of.type;
  const owner = of?.kind === 'lines' ? entityById(model, of.of) : entity;
  const end = owner === undefined ? undefined : pathEnd(model, owner, { path: field.id, locale: reading.locale });
  return end === undefined ? '' : cellText(end, value, reading);
}
