import { Checkbox, Input, Radio } from 'antd';
import { useEffect, useId, useState, type ReactNode } from 'react';
import type { Choice, FormSources } from '../../form-runtime/form-sources.ts';
import { usePinyinSearch } from '../../designer/parts/pinyin-search.ts';
import type { PathEnd } from '../documents/field-path.ts';
import { conditionOps, valuesWanted } from '../documents/list-filter.ts';
import type { Condition, ConditionOp } from '../documents/list-search.ts';
import { useWorkText } from '../work-texts.ts';
import { operatorText } from './operator-text.ts';
import { Tag } from './cell.tsx';
import './condition-editor.css';

interface ConditionEditorProps {
  readonly end: PathEnd;
  readonly condition: Condition;
  readonly sources: FormSources;
  readonly onChange: (condition: Condition) => void;
  readonly onDone: () => void;
}

/** One condition in words: how, and with which values. */
export function ConditionEditor({ end, condition, sources, onChange, onDone }: ConditionEditorProps): ReactNode {
  const text = useWorkText();
  const ops = conditionOps(end);
  const choose = (op: ConditionOp): void => {
    const keeps = valuesWanted(op) !== 0 && valuesWanted(op) === valuesWanted(condition.op);
    onChange(keeps ? { ...condition, op } : { field: condition.field, op });
  };
  return (
    <div className="condition" role="dialog" aria-label={end.label}>
      {ops.length > 1 && (
        <Radio.Group
          className="condition-ops"
          aria-label={text('condition')}
          size="small"
          value={condition.op}
          onChange={(event) => {
            const op = ops.find((one) => one === event.target.value);
            if (op !== undefined) choose(op);
          }}
          options={ops.map((op) => ({ value: op, label: operatorText(text, op, end) }))}
          optionType="button"
        />
      )}
      <ConditionValues {...{ end, condition, sources, onChange, onDone }} />
    </div>
  );
}

function ConditionValues({ end, condition, sources, onChange, onDone }: ConditionEditorProps): ReactNode {
  const text = useWorkText();
  const wanted = valuesWanted(condition.op);
  if (wanted === 0) return null;
  if (wanted === 'many') {
    if (end.options !== undefined) return <OptionChoices {...{ end, condition, onChange }} />;
    return <FoundChoices {...{ end, condition, sources, onChange }} />;
  }
  const values = condition.values ?? [];
  const set = (place: number, value: string): void => {
    const next = Array.from({ length: wanted }, (_, index) => (index === place ? value : (values[index] ?? '')));
    onChange({ field: condition.field, op: condition.op, values: next });
  };
  return (
    <div className="condition-values">
      {Array.from({ length: wanted }, (_, index) => (
        <Input
          key={index}
          type={INPUT_TYPES[end.kind] ?? 'text'}
          inputMode={NUMERIC.has(end.kind) ? 'decimal' : undefined}
          aria-label={wanted === 1 ? text('value') : text(index === 0 ? 'valueFrom' : 'valueTo')}
          placeholder={wanted === 1 ? text('value') : text(index === 0 ? 'valueFrom' : 'valueTo')}
          value={values[index] ?? ''}
          autoFocus={index === 0}
          onChange={(event) => set(index, event.target.value)}
          onPressEnter={onDone}
        />
      ))}
    </div>
  );
}

const INPUT_TYPES: Readonly<Record<string, string>> = { date: 'date', datetime: 'date', time: 'time' };
const NUMERIC: ReadonlySet<string> = new Set(['int', 'decimal', 'money', 'quantity', 'percent']);

function OptionChoices({
  end,
  condition,
  onChange,
}: Pick<ConditionEditorProps, 'end' | 'condition' | 'onChange'>): ReactNode {
  const { values = [], field, op } = condition;
  const text = useWorkText();
  const [search, setSearch] = useState('');
  const matches = usePinyinSearch();
  const options = end.options ?? [];
  // What was chosen stays in sight while others are sought.
  const shown = options.filter(({ value, label }) => values.includes(value) || matches(search, [label]));
  return (
    <>
      {options.length > OPTIONS_AT_A_GLANCE && (
        <Input
          type="search"
          aria-label={text('search')}
          placeholder={text('search')}
          value={search}
          autoFocus
          allowClear
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <div className="choices" role="group" aria-label={end.label}>
        {shown.map(({ value, label, color }) => (
          <Checkbox
            key={value}
            checked={values.includes(value)}
            onChange={({ target }) => {
              const rest = values.filter((one) => one !== value);
              onChange({ field, op, values: target.checked ? [...rest, value] : rest });
            }}
          >
            <Tag label={label} color={color} />
          </Checkbox>
        ))}
        {shown.length === 0 && <p className="choices-none">{text('noChoices')}</p>}
      </div>
    </>
  );
}

/** More options than these are searched, by pinyin too. */
const OPTIONS_AT_A_GLANCE = 8;

/** How long after a key the server is asked. */
const WAIT_MS = 180;
const SHOWN = 20;

type FoundChoicesProps = Pick<ConditionEditorProps, 'end' | 'condition' | 'sources' | 'onChange'>;

function FoundChoices({ end, condition, sources, onChange }: FoundChoicesProps): ReactNode {
  const text = useWorkText();
  const [search, setSearch] = useState('');
  const found = useFound(end, sources, search);
  const listId = useId();
  const { field, op, values = [], titles = [] } = condition;
  const chosen = values.map((id, index): Choice => ({ id, title: titles[index] ?? id }));
  const others = (found ?? []).filter(({ id }) => !values.includes(id));
  const set = (choices: readonly Choice[]): void =>
    onChange({ field, op, values: choices.map(({ id }) => id), titles: choices.map(({ title }) => title) });
  return (
    <>
      <Input
        type="search"
        aria-label={text('search')}
        aria-controls={listId}
        placeholder={text('search')}
        value={search}
        autoFocus
        allowClear
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="choices" id={listId} role="group" aria-label={end.label}>
        {[...chosen, ...others].map((choice) => (
          <Checkbox
            key={choice.id}
            checked={values.includes(choice.id)}
            onChange={({ target }) =>
              set(target.checked ? [...chosen, choice] : chosen.filter(({ id }) => id !== choice.id))
            }
          >
            {choice.title}
            {choice.subtitle !== undefined && <small className="choice-more">{choice.subtitle}</small>}
          </Checkbox>
        ))}
        {found?.length === 0 && chosen.length === 0 && <p className="choices-none">{text('noChoices')}</p>}
      </div>
    </>
  );
}

function useFound({ kind, target }: PathEnd, sources: FormSources, search: string): readonly Choice[] | undefined {
  const [found, setFound] = useState<readonly Choice[]>();
  const entity = target?.entity.id;
  useEffect(() => {
    let isOver = false;
    const ask = async (): Promise<void> => {
      const choices = await askFor({ kind, entity }, sources, search);
      if (!isOver) setFound(choices.slice(0, SHOWN));
    };
    const timer = setTimeout(() => void ask().catch(() => setFound([])), search === '' ? 0 : WAIT_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [kind, entity, sources, search]);
  return found;
}

function askFor(
  { kind, entity }: { readonly kind: PathEnd['kind']; readonly entity: string | undefined },
  sources: FormSources,
  search: string,
): Promise<readonly Choice[]> {
  if (kind === 'user') return sources.members(search);
  if (kind === 'org') return sources.departments(search);
  return entity === undefined ? Promise.resolve([]) : sources.searchReference(entity, search, { limit: SHOWN });
}
