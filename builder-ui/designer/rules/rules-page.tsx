import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Dropdown, Empty, Input } from 'antd';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { ExprType } from '../../../schema/expr/ast.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import { exprScopeOf } from '../../../schema/model/expr-words.ts';
import { runRuleTest } from '../../../schema/model/rule-test.ts';
import type { RuleTestDef } from '../../../schema/template/template-tests.ts';
import type { EntityDef, FieldDef, Template } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { canHappen, newAutomation, newSchedule } from '../automations/automation-edits.ts';
import { AutomationRow } from '../automations/automation-row.tsx';
import { useAutomationText } from '../automations/automation-texts.ts';
import { automationSentence, deedsOf, type Deeds } from '../automations/automation-words.ts';
import { useAutomationWording } from '../automations/use-deeds.ts';
import { BalanceInput } from '../form/properties/balance-input.tsx';
import { BilingualInput } from '../parts/bilingual-input.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { inPlace } from '../parts/in-place.ts';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { useDraftEntity } from '../shell/entity-frame.tsx';
import { addedRule, ADDED_KINDS, type AddedKind } from './added-rule.ts';
import { ruleTestOf, withoutTests } from './rule-rows.ts';
import { RULE_KINDS, rulesOf, type RuleItem, type RuleKind } from './rules-of.ts';
import { useRuleText } from './rule-texts.ts';
import './rules.css';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** Settings of what happens by itself come when one is opened. */
const AutomationPanel = lazy(async () => ({
  default: (await import('../automations/automation-panel.tsx')).AutomationPanel,
}));

/** Every rule of one object in one list: filter, read, change, add, remove. */
export function RulesPage(): ReactNode {
  const { entity: id } = useParams({ from: '/w/$tenant/design/o/$entity' });
  const entity = useDraftEntity(id);
  const template = useDraft(({ log }) => log.template);
  return entity === undefined ? null : <Rules entity={entity} template={template} />;
}

interface Filter {
  readonly typed: string;
  readonly field: string | undefined;
  readonly kinds: readonly RuleKind[];
}

function Rules({ entity, template }: { readonly entity: EntityDef; readonly template: Template }): ReactNode {
  const text = useRuleText();
  const { locale } = useLanguage();
  const matches = usePinyinSearch();
  const [filter, setFilter] = useState<Filter>({ typed: '', field: undefined, kinds: [] });
  const rules = rulesOf(template, entity);
  // The rules before one was added: the new one opens its editor, once.
  const [before, setBefore] = useState<ReadonlySet<string>>();
  useEffect(() => setBefore(undefined), [before]);
  const [opened, setOpened] = useState<Opened>();
  const list = useRef<HTMLDivElement>(null);
  // What was made just now stands at the end of the list, beside its settings.
  useEffect(() => {
    if (opened?.isNew === true) list.current?.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'center' });
  }, [opened]);
  const chosen = rules.find(({ key }) => key === opened?.key);
  const fieldLabel = (field: string): string =>
    textIn(entity.fields.find((one) => one.id === field)?.label, locale) || field;
  const subjectOf = (rule: RuleItem): string =>
    [rule.field === undefined ? '' : fieldLabel(rule.field), textIn(rule.subject, locale)]
      .filter((one) => one !== '')
      .join(' · ');
  const wording = useAutomationWording();
  const sentenceOf = ({ kind, subjectId = '' }: RuleItem): string => {
    const list = DEED_LISTS[kind];
    const deeds = filter.typed === '' || list === undefined ? undefined : deedsOf(template, list, subjectId);
    return deeds === undefined ? '' : automationSentence(deeds, wording);
  };
  const shown = rules.filter(
    (rule) =>
      (filter.kinds.length === 0 || filter.kinds.includes(rule.kind)) &&
      (filter.field === undefined || rule.field === filter.field || rule.fields?.includes(filter.field) === true) &&
      matches(filter.typed, [
        subjectOf(rule),
        rule.source,
        sentenceOf(rule),
        textIn(rule.message, locale),
        text(`kind_${rule.kind}`),
      ]),
  );
  const present = RULE_KINDS.filter((kind) => rules.some((rule) => rule.kind === kind));
  return (
    <div className="rules">
      <div className="rules-bar">
        <Input
          allowClear
          className="rules-search"
          value={filter.typed}
          placeholder={text('search')}
          aria-label={text('search')}
          onChange={(event) => setFilter({ ...filter, typed: event.target.value })}
        />
        <ChoiceSelect
          allowClear
          className="rules-field"
          aria-label={text('ruleField')}
          placeholder={text('anyField')}
          {...(filter.field === undefined ? {} : { value: filter.field })}
          options={entity.fields.map((field) => ({ value: field.id, label: fieldLabel(field.id) }))}
          onChange={(field: string | undefined) => setFilter({ ...filter, field })}
        />
        <AddRule
          entity={entity}
          field={filter.field}
          onAdded={() => {
            setBefore(new Set(rules.map(({ key }) => key)));
            // What was just made is not filtered away.
            setFilter({ ...filter, typed: '', kinds: [] });
          }}
          onMade={(kind, made) => {
            setFilter({ typed: '', field: undefined, kinds: [] });
            setOpened({ key: `${kind} ${made}`, isNew: true });
          }}
        />
      </div>
      {present.length > 1 && (
        <Checkbox.Group
          className="rules-kinds"
          aria-label={text('kinds')}
          value={[...filter.kinds]}
          options={present.map((kind) => ({ value: kind, label: text(`kind_${kind}`) }))}
          onChange={(kinds) => setFilter({ ...filter, kinds })}
        />
      )}
      <div className="rules-split">
        <div className="rules-main" ref={list} tabIndex={-1}>
          {shown.length === 0 ? (
            <Empty description={rules.length === 0 ? text('empty') : text('noMatch')}>
              {rules.length === 0 && <p className="rules-hint">{text('emptyHint')}</p>}
            </Empty>
          ) : (
            <ul className="rules-list">
              {shown.map((rule) => {
                const deeds = DEED_LISTS[rule.kind];
                return deeds !== undefined ? (
                  <AutomationRow
                    key={rule.key}
                    list={deeds}
                    id={rule.subjectId ?? ''}
                    isChosen={rule.key === chosen?.key}
                    onChoose={() => inPlace(() => setOpened({ key: rule.key, isNew: false }))}
                  />
                ) : (
                  <RuleRow
                    key={rule.key}
                    rule={rule}
                    entity={entity}
                    template={template}
                    subject={subjectOf(rule)}
                    isNew={before?.has(rule.key) === false}
                  />
                );
              })}
            </ul>
          )}
        </div>
        {chosen !== undefined && opened !== undefined && (
          <Suspense fallback={null}>
            <AutomationPanel
              key={chosen.key}
              list={chosen.kind === 'automation' ? 'automations' : 'schedules'}
              id={chosen.subjectId ?? ''}
              isNew={opened.isNew}
              onMade={(made) => setOpened({ key: `${chosen.kind} ${made}`, isNew: true })}
              onClose={() => inPlace(() => setOpened(undefined))}
              onRemoved={() => {
                setOpened(undefined);
                list.current?.focus({ preventScroll: true });
              }}
            />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** Rules that are lists of deeds, and the section of the template that they stand in. */
const DEED_LISTS: Readonly<Partial<Record<RuleKind, Deeds['list']>>> = {
  automation: 'automations',
  schedule: 'schedules',
};

/** The automation or schedule whose settings are open. */
interface Opened {
  readonly key: string;
  readonly isNew: boolean;
}

interface RuleRowProps {
  readonly rule: RuleItem;
  readonly entity: EntityDef;
  readonly template: Template;
  readonly subject: string;
  readonly isNew: boolean;
}

function RuleRow({ rule, entity, template, subject, isNew }: RuleRowProps): ReactNode {
  const text = useRuleText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const kind = text(`kind_${rule.kind}`);
  const words = { kind, what: subject };
  const told = subject === '' ? textIn(rule.message, locale) : subject;
  const label = told === '' ? kind : `${kind} · ${told}`;
  const remove = (): void => {
    const list = rule.at.slice(0, -1);
    const id = rule.at.at(-1) ?? '';
    session.run(text('stepRemove', words), [
      ...withoutTests(template, rule.isItem ? rule.at : [...rule.at, rule.property]),
      rule.isItem ? { kind: 'removeItem', list, id } : { kind: 'setProperty', at: rule.at, key: rule.property },
    ]);
  };
  const set = (source: string | undefined, tests: readonly Edit[]): void => {
    if (source === undefined) remove();
    else if (source === rule.source) session.run(text('stepTests', { what: label }), tests);
    else
      session.run(text('stepSet', words), [
        { kind: 'setProperty', at: rule.at, key: rule.property, value: source },
        ...tests,
      ]);
  };
  const field = entity.fields.find(({ id }) => id === rule.field);
  const test = ruleTestOf(template, [...rule.at, rule.property].join('/'));
  return (
    <li className={`rule-row is-${rule.kind}`} data-item={rule.subjectId ?? rule.field}>
      <div className="rule-head">
        <span className="rule-kind">{kind}</span>
        <strong>{subject}</strong>
        {test !== undefined && <TestBadge test={test} template={template} />}
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={`${text('removeRule')}: ${label}`}
          title={text('steps')}
          onClick={remove}
        />
      </div>
      {rule.kind === 'balance' ? (
        field !== undefined && <BalanceInput entity={entity} field={field} />
      ) : (
        <ExpressionInput
          label={label}
          value={rule.source}
          startsOpen={isNew}
          testedAt={[...rule.at, rule.property]}
          scope={{ entity: entity.id, expected: expectedType(rule, { template, entity }) }}
          onCommit={set}
        />
      )}
      {rule.kind === 'check' && (
        <BilingualInput
          label={text('message')}
          placeholder={text('messagePlaceholder')}
          value={rule.message}
          onCommit={(message) =>
            session.run(text('stepSet', words), [
              {
                kind: 'setProperty',
                at: rule.at,
                key: 'message',
                ...(message === undefined ? {} : { value: message }),
              },
            ])
          }
        />
      )}
    </li>
  );
}

/** How many rows the rule is tested on, and whether they come out as they should. */
function TestBadge({ test, template }: { readonly test: RuleTestDef; readonly template: Template }): ReactNode {
  const text = useRuleText();
  const tried = useMemo(() => runRuleTest(template, test), [template, test]);
  const count = test.cases.length;
  const red = tried === undefined ? count : tried.filter(({ holds }) => !holds).length;
  return (
    <span className={red > 0 ? 'try-out-count is-bad' : 'try-out-count'}>
      {red > 0 ? text('rowsRed', { red, count }) : text('rowsGood', { count })}
    </span>
  );
}

/** A formula gives what its field holds. */
function expectedType(
  rule: RuleItem,
  { template, entity }: { readonly template: Template; readonly entity: EntityDef },
): ExprType | 'any' {
  if (rule.expected !== 'any' || rule.field === undefined) return rule.expected;
  return exprScopeOf(template, entity.id)?.fieldsOf(entity.id)?.get(rule.field)?.type ?? 'any';
}

function AddRule({
  entity,
  field,
  onAdded,
  onMade,
}: {
  readonly entity: EntityDef;
  /** What the list is filtered by: what one most likely wants a rule for. */
  readonly field: string | undefined;
  readonly onAdded: () => void;
  /** Something that happens by itself was made, of an id. */
  readonly onMade: (kind: 'automation' | 'schedule', id: string) => void;
}): ReactNode {
  const text = useRuleText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const add = (kind: AddedKind, of?: string): void => {
    const edits = addedRule(entity, kind, { field: of, template });
    if (edits !== undefined && session.run(text('stepAdd', { kind: text(`kind_${kind}`) }), edits)) onAdded();
  };
  const automationText = useAutomationText();
  const make = (kind: 'automation' | 'schedule'): void => {
    const made = kind === 'automation' ? newAutomation(template, entity) : newSchedule(template, entity);
    if (session.run(automationText('stepAdd', { name: textIn(made.label, locale) }), [made.edit]))
      onMade(kind, made.id);
  };
  const fieldsFor = (kind: AddedKind): readonly FieldDef[] =>
    entity.fields.filter(
      ({ id }) =>
        (field === undefined || id === field) && addedRule(entity, kind, { field: id, template }) !== undefined,
    );
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        className: 'rule-kinds',
        items: [
          { key: 'check', label: <Choice kind="check" />, onClick: () => add('check') },
          ...(canHappen(entity) ? (['automation', 'schedule'] as const) : []).map((kind) => ({
            key: kind,
            label: <Choice kind={kind} />,
            onClick: () => make(kind),
          })),
          ...ADDED_KINDS.filter((kind) => kind !== 'check').map((kind) => ({
            key: kind,
            label: <Choice kind={kind} />,
            disabled: fieldsFor(kind).length === 0,
            popupClassName: 'rule-fields',
            children: fieldsFor(kind).map(({ id, label }) => ({
              key: `${kind} ${id}`,
              label: textIn(label, locale) || id,
              onClick: () => add(kind, id),
            })),
          })),
        ],
      }}
    >
      <Button type="primary" icon={<PlusOutlined aria-hidden />}>
        {text('add')}
      </Button>
    </Dropdown>
  );
}

/** A kind of rule in the menu, and what it does. */
function Choice({ kind }: { readonly kind: AddedKind | 'automation' | 'schedule' }): ReactNode {
  const text = useRuleText();
  return (
    <span className="rule-choice">
      <span>{text(`kind_${kind}`)}</span>
      <small>{text(`explain_${kind}`)}</small>
    </span>
  );
}
