import { CloseOutlined, DownOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { FormSources } from '../../form-runtime/form-sources.ts';
import type { PathEnd } from '../documents/field-path.ts';
import { conditionOps, valuesWanted } from '../documents/list-filter.ts';
import type { Condition } from '../documents/list-search.ts';
import { useWorkText } from '../work-texts.ts';
import { cellText, type Reading } from './cell.tsx';
import { operatorText } from './operator-text.ts';
import { DROP_WINDOW } from '../../shell/popup-home.ts';

/** Nobody filters before he has seen the list. */
const ConditionEditor = lazy(() =>
  import('./condition-editor.tsx').then((editor) => ({ default: editor.ConditionEditor })),
);

interface FilterPillProps {
  readonly end: PathEnd;
  /** None: a field that is only offered. */
  readonly condition: Condition | undefined;
  readonly sources: FormSources;
  readonly reading: Reading;
  readonly isOpenAtFirst?: boolean;
  readonly onChange: (condition: Condition | undefined) => void;
}

/** A filter as a sentence (`State is one of Draft, Sent`) that opens to be changed (SPEC [WRK-4]). */
export function FilterPill(props: FilterPillProps): ReactNode {
  const { end, condition, sources, reading, isOpenAtFirst = false, onChange } = props;
  const text = useWorkText();
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const [first] = conditionOps(end);
  if (first === undefined) return null;
  const shown = condition ?? { field: end.path, op: first };
  const isSet = condition !== undefined && isGiven(condition);
  const close = (isNowOpen: boolean): void => {
    setOpen(isNowOpen);
    // What was opened and not filled in filters nothing.
    if (!isNowOpen && condition !== undefined && !isGiven(condition)) onChange(undefined);
  };
  return (
    <span className={`pill${isSet ? ' is-set' : ''}`}>
      <Popover
        {...DROP_WINDOW}
        open={isOpen}
        onOpenChange={close}
        content={
          <Suspense fallback={null}>
            <ConditionEditor {...{ end, sources, onChange }} condition={shown} onDone={() => close(false)} />
          </Suspense>
        }
      >
        <button type="button" className="pill-button" aria-haspopup="dialog" aria-expanded={isOpen}>
          <span className="pill-field">{end.label}</span>
          {isSet && <span className="pill-words">{conditionText(end, shown, reading)}</span>}
          {!isSet && <DownOutlined className="pill-down" aria-hidden="true" />}
        </button>
      </Popover>
      {isSet && (
        <button
          type="button"
          className="pill-remove"
          aria-label={`${text('removeFilter')}: ${end.label}`}
          onClick={() => onChange(undefined)}
        >
          <CloseOutlined aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

/** Whether the condition has all the values that its operator needs. */
export function isGiven({ op, values = [] }: Condition): boolean {
  const wanted = valuesWanted(op);
  return wanted === 'many' ? values.length > 0 : values.filter((value) => value !== '').length >= wanted;
}

const NAMED_MAX = 2;

/** Operator and values in words. */
function conditionText(end: PathEnd, { op, values = [], titles = [] }: Condition, reading: Reading): string {
  const { text, locale } = reading;
  const names = values.map(
    (value, index) =>
      titles[index] ?? cellText(end.kind === 'datetime' ? { ...end, kind: 'date' } : end, value, reading),
  );
  const cut = names.length > NAMED_MAX ? [...names.slice(0, NAMED_MAX), `+${names.length - NAMED_MAX}`] : names;
  const joined = cut.join(op === 'between' ? ' – ' : locale === 'zh-CN' ? '、' : ', ');
  const isPlain = op === 'anyOf' || op === 'is';
  return isPlain ? joined : `${operatorText(text, op, end)} ${joined}`.trim();
}
