import { ClockCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import type { FieldModel } from '../../../../schema/model/model.ts';
import { isReference, plainText, type FieldValue } from '../../../form-runtime/form-value.ts';
import type { PathEnd } from '../../documents/field-path.ts';
import { cellText, type Reading } from '../cell.tsx';
import { useListWorkText } from '../list-work-texts.ts';
import type { CellEdits, CellMark } from './use-cell-edits.ts';
import { WHOLE } from '../../../shell/popup-home.ts';

interface MarkedCellProps {
  readonly mark: CellMark;
  readonly id: string;
  readonly field: FieldModel;
  readonly end: PathEnd;
  readonly reading: Reading;
  readonly edits: CellEdits;
  readonly onEdit: () => void;
}

/** A cell whose value is on its way, or was not taken: it keeps what was typed and says why. */
export function MarkedCell({ mark, id, field, end, reading, edits, onEdit }: MarkedCellProps): ReactNode {
  const text = useListWorkText();
  const [isOpen, setOpen] = useState(true);
  const mine = shownText(end, mark.value, reading);
  if (mark.kind === 'kept')
    return (
      <span className="cell-pending" title={text('cellWaits')}>
        <ClockCircleOutlined aria-label={text('cellWaits')} /> {mine || '—'}
      </span>
    );
  if (mark.kind === 'saving') return <span className="cell-pending">{mine}</span>;
  const forget = (): void => edits.forget(id, field.apiName);
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={setOpen}
      placement="bottomLeft"
      align={WHOLE}
      content={
        <div className="cell-choices" role="dialog" aria-label={text('cellNotSaved')}>
          {mark.kind === 'refused' ? (
            <p role="alert">
              {mark.message} {mark.cure}
            </p>
          ) : (
            <p role="alert">
              {text('cellConflict', {
                theirs: shownText(end, mark.theirs.value[field.apiName] ?? null, reading) || '—',
              })}
            </p>
          )}
          <div>
            {mark.kind === 'refused' ? (
              <Button size="small" type="primary" onClick={onEdit}>
                {text('cellEditAgain')}
              </Button>
            ) : (
              <Button
                size="small"
                type="primary"
                onClick={() => edits.save({ record: mark.theirs, field, value: mark.value })}
              >
                {text('cellKeepMine', { mine: mine || '—' })}
              </Button>
            )}
            <Button size="small" onClick={forget}>
              {text(mark.kind === 'refused' ? 'cellDiscard' : 'cellTakeTheirs')}
            </Button>
          </div>
        </div>
      }
    >
      <button
        type="button"
        className="cell-mark"
        aria-label={`${text('cellNotSaved')}: ${mine}`}
        onClick={(event) => event.stopPropagation()}
      >
        <span aria-hidden="true">!</span> {mine || '—'}
      </button>
    </Popover>
  );
}

/** A typed value as a list shows it. */
export function shownText(end: PathEnd, value: FieldValue, reading: Reading): string {
  if (isReference(value)) return value.title;
  if (Array.isArray(value)) {
    const many: readonly FieldValue[] = value;
    return many.map((one) => (isReference(one) ? one.title : cellText(end, [one], reading))).join(', ');
  }
  return typeof value === 'boolean' ? cellText(end, value, reading) : cellText(end, plainText(value), reading);
}
