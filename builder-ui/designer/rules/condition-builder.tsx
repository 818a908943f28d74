import { antdControlElements } from '@react-querybuilder/antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { createContext, use, useMemo, type ReactNode } from 'react';
import {
  QueryBuilder,
  type ActionProps,
  type CombinatorSelectorProps,
  type FullField,
  type FieldSelectorProps,
  type OperatorSelectorProps,
  type ValueEditorProps,
} from 'react-querybuilder';
import type { Condition, ConditionValue } from '../../../schema/expr/condition.ts';
import type { Word } from '../../../schema/expr/condition-words.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { isOp, needsValue, opsOf, queryOf, type BuilderQuery } from './builder-query.ts';
import { ConditionValueInput } from './condition-value.tsx';
import { OP_NAMES, TIME_OP_NAMES, useRuleText } from './rule-texts.ts';
import './rules.css';
import { ChoiceSelect } from '../parts/choice-select.tsx';

const WordsContext = createContext<ReadonlyMap<string, Word>>(new Map());

export interface ConditionBuilderProps {
  readonly words: readonly Word[];
  readonly query: BuilderQuery;
  readonly onChange: (query: BuilderQuery) => void;
}

/** Begins with a condition's tests; one empty test where there is none. */
export function builderQuery(condition: Condition | undefined, words: readonly Word[]): BuilderQuery {
  const query = queryOf(condition);
  const [first] = words.filter((word) => opsOf(word).length > 0);
  if (query.rules.length > 0 || first === undefined) return query;
  return { combinator: 'and', rules: [{ field: first.path.join('.'), operator: opsOf(first)[0] ?? 'eq', value: [] }] };
}

/** Tests of fields, joined by “all” or “any”, in groups: a rule without a formula. */
export function ConditionBuilder({ words, query, onChange }: ConditionBuilderProps): ReactNode {
  const { locale } = useLanguage();
  const byName = useMemo(() => new Map(words.map((word) => [word.path.join('.'), word])), [words]);
  const fields = useMemo<FullField[]>(
    () =>
      words
        .filter((word) => opsOf(word).length > 0)
        .map((word) => {
          const isTime = word.type.kind === 'date' || word.type.kind === 'datetime';
          const operators = opsOf(word).map((op) => ({
            name: op,
            value: op,
            label: ((isTime ? TIME_OP_NAMES[op] : undefined) ?? OP_NAMES[op])[locale],
          }));
          const name = word.path.join('.');
          return { name, value: name, label: word.label, operators };
        }),
    [words, locale],
  );
  return (
    <WordsContext value={byName}>
      <QueryBuilder
        fields={fields}
        query={query}
        onQueryChange={onChange}
        controlElements={CONTROLS}
        getDefaultValue={() => []}
        resetOnFieldChange
        resetOnOperatorChange={false}
        addRuleToNewGroups
        listsAsArrays
      />
    </WordsContext>
  );
}

const CONTROLS = {
  fieldSelector: FieldSelect,
  operatorSelector: OpSelect,
  valueEditor: ValueInput,
  combinatorSelector: JoinSelect,
  addRuleAction: AddRule,
  addGroupAction: AddGroup,
  removeRuleAction: RemoveRule,
  removeGroupAction: RemoveGroup,
  shiftActions: antdControlElements.shiftActions ?? null,
};

function FieldSelect(props: FieldSelectorProps): ReactNode {
  const text = useRuleText();
  return (
    <ChoiceSelect
      className="condition-field"
      aria-label={text('fieldLabel')}
      value={props.value ?? ''}
      options={plain(props.options)}
      popupMatchSelectWidth={false}
      onChange={(chosen: string) => props.handleOnChange(chosen)}
    />
  );
}

function OpSelect(props: OperatorSelectorProps): ReactNode {
  const text = useRuleText();
  return (
    <Select
      className="condition-op"
      aria-label={text('opLabel')}
      value={props.value ?? ''}
      options={plain(props.options)}
      popupMatchSelectWidth={false}
      onChange={(chosen: string) => props.handleOnChange(chosen)}
    />
  );
}

function JoinSelect(props: CombinatorSelectorProps): ReactNode {
  const text = useRuleText();
  return (
    <Select
      className="condition-join"
      aria-label={text('joinLabel')}
      value={props.value ?? 'and'}
      options={[
        { value: 'and', label: text('all') },
        { value: 'or', label: text('any') },
      ]}
      onChange={(chosen: string) => props.handleOnChange(chosen)}
    />
  );
}

function ValueInput(props: ValueEditorProps): ReactNode {
  const { field, operator, value } = props;
  const byName = use(WordsContext);
  const word = byName.get(field);
  if (word === undefined || !isOp(operator) || !needsValue(operator)) return null;
  return (
    <ConditionValueInput
      word={word}
      words={[...byName.values()]}
      op={operator}
      value={conditionValues(value)}
      onChange={(made) => props.handleOnChange(made)}
    />
  );
}

/** The library keeps values untyped; ours are the only ones put in. */
function conditionValues(value: unknown): readonly ConditionValue[] {
  return Array.isArray(value) ? (value as readonly ConditionValue[]) : [];
}

function AddRule(props: ActionProps): ReactNode {
  const text = useRuleText();
  return (
    <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={(event) => props.handleOnClick(event)}>
      {text('addCondition')}
    </Button>
  );
}

function AddGroup(props: ActionProps): ReactNode {
  const text = useRuleText();
  if (props.level >= GROUPS_DEEP) return null;
  return (
    <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={(event) => props.handleOnClick(event)}>
      {text('addGroup')}
    </Button>
  );
}

const GROUPS_DEEP = 3;

function RemoveRule(props: ActionProps): ReactNode {
  const text = useRuleText();
  return (
    <Button
      type="text"
      size="small"
      icon={<DeleteOutlined aria-hidden />}
      aria-label={text('remove')}
      onClick={(event) => props.handleOnClick(event)}
    />
  );
}

function RemoveGroup(props: ActionProps): ReactNode {
  const text = useRuleText();
  return (
    <Button
      type="text"
      size="small"
      icon={<DeleteOutlined aria-hidden />}
      aria-label={text('removeGroup')}
      onClick={(event) => props.handleOnClick(event)}
    />
  );
}

/** The library's options, which may be grouped, as the component library wants them. */
function plain(options: readonly unknown[]): { value: string; label: string }[] {
  return options.filter(isRecord).flatMap((option) => {
    const { options: inner, name, label } = option;
    return Array.isArray(inner) ? plain(inner) : [{ value: String(name), label: String(label) }];
  });
}
