import {
  choice,
  form,
  integer,
  JSON_VALUE,
  keyed,
  LABELS,
  list,
  map,
  may,
  NAME,
  need,
  object,
  PROSE,
  type ObjectShape,
  type Shape,
} from './shape.ts';
import {
  TEST_DECISIONS,
  type RuleCaseDef,
  type RuleTestDef,
  type ScenarioDef,
  type TestGivenDef,
  type TestOutcomeDef,
  type TestStepDef,
} from './template-tests.ts';

const ENTITY = form('entityId');
const VALUES = map('fieldId', JSON_VALUE);
const BALANCES = may(map('itemId', list(VALUES)));
const AT = may(form('instant'));

type StepWith<K extends string> = Extract<TestStepDef, Readonly<Record<K, unknown>>>;
/** A role or a person of the test. */
const AS = may(NAME);

const STEP: Shape & { readonly of: Readonly<Record<string, ObjectShape>> } = {
  kind: 'byKey',
  of: {
    create: object<StepWith<'create'>>({ create: need(ENTITY), input: need(VALUES), name: may(NAME), as: AS, at: AT }),
    update: object<StepWith<'update'>>({ update: need(NAME), patch: need(VALUES), as: AS, at: AT }),
    transition: object<StepWith<'transition'>>({
      transition: need(form('fieldId')),
      on: may(NAME),
      input: may(VALUES),
      reason: may(PROSE),
      as: AS,
      at: AT,
    }),
    delete: object<StepWith<'delete'>>({ delete: need(NAME), as: AS, at: AT }),
    decide: object<StepWith<'decide'>>({
      decide: need(choice(TEST_DECISIONS)),
      on: may(NAME),
      comment: may(PROSE),
      as: AS,
      at: AT,
    }),
    wait: object<StepWith<'wait'>>({ wait: need(form('duration')), as: AS, at: AT }),
  },
};

/** Given, when, then. */
const SCENARIO = object<ScenarioDef>({
  id: need(form('itemId')),
  label: may(LABELS),
  given: may(
    object<TestGivenDef>({
      records: may(
        list(
          object<NonNullable<TestGivenDef['records']>[number]>({
            entity: need(ENTITY),
            as: may(NAME),
            values: need(VALUES),
          }),
        ),
      ),
      ledger: BALANCES,
      people: may(map('fieldId', list(form('itemId')))),
      as: AS,
      at: AT,
    }),
  ),
  when: need(list(STEP)),
  then: need(
    object<TestOutcomeDef>({
      refused: may(NAME),
      alsoRefused: may(list(NAME)),
      refusedAt: may(integer(0, 1000)),
      on: may(NAME),
      state: may(form('optionId')),
      values: may(VALUES),
      awaits: may(form('fieldId')),
      balances: BALANCES,
      counts: may(map('entityId', integer(0, 1_000_000))),
    }),
  ),
  ifPack: may(form('packName')),
  origin: may(form('packName')),
});

/** One rule, and rows of values with what it gives for them. */
const RULE_TEST = object<RuleTestDef>({
  id: need(form('itemId')),
  label: may(LABELS),
  rule: need(PROSE),
  of: need(ENTITY),
  cases: need(
    keyed(
      object<RuleCaseDef>({
        id: need(form('itemId')),
        doc: may(VALUES),
        line: may(VALUES),
        as: may(form('itemId')),
        at: AT,
        gives: need(JSON_VALUE),
      }),
      { min: 1 },
    ),
  ),
  ifPack: may(form('packName')),
  origin: may(form('packName')),
});

/** One test of a template. */
export const TEST: Shape = { kind: 'byKey', of: { when: SCENARIO, rule: RULE_TEST } };
