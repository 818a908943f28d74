import { SYSTEM_FIELD_IDS } from '../core/ids.ts';
import { pointer, type JsonPointer } from '../core/result.ts';
import type { RuleTestDef, ScenarioDef, TestDef, TestStepDef } from '../template/template-tests.ts';
import type { EntitySource, Placed, ResolveContext } from './context.ts';
import { ruleSource } from './rule-source.ts';

/** Puts an issue where a cell names no field that can be given. */
type CellCheck = (context: ResolveContext, entity: EntitySource, cell: Placed<string>) => void;

/** Rules of tests (SPEC [MOD-63]): what a test names exists, so that it fails for what it is about and not for a typo. */
export function checkTest(context: ResolveContext, { def, path }: Placed<TestDef>, checkCell: CellCheck): void {
  if ('rule' in def) checkRuleTest(context, { def, path });
  else checkScenario(context, { def, path }, checkCell);
}

/** The rule is there, and what is given to it are fields of its record; computed ones too, as a rule reads them. */
function checkRuleTest(context: ResolveContext, { def, path }: Placed<RuleTestDef>): void {
  const entity = context.entity(def.of, pointer(path, 'of'));
  if (ruleSource(context.template, def.rule) === undefined)
    context.add('MODEL_TEST_RULE_UNKNOWN', pointer(path, 'rule'), { rule: def.rule });
  const roles = (context.template.roles ?? []).map(({ id }) => id);
  const gone = new Map<string, JsonPointer[]>();
  for (const [index, { doc = {}, as }] of def.cases.entries()) {
    const here = pointer(path, 'cases', index);
    if (as !== undefined && !roles.includes(as) && as !== 'owner')
      context.addUnknown('MODEL_ROLE_UNKNOWN', pointer(here, 'as'), { id: as, known: roles });
    if (entity === undefined) continue;
    for (const id of Object.keys(doc)) {
      if (isSystemField(id) || entity.fields.has(id)) continue;
      gone.set(id, [...(gone.get(id) ?? []), pointer(here, 'doc', id)]);
    }
  }
  // Rows are many; what is wrong with them is told once for each field.
  for (const [id, [first = path, ...others]] of gone)
    context.add('MODEL_TEST_FIELD_UNKNOWN', first, { id, entity: def.of, rows: others.length + 1 }, others);
}

function isSystemField(id: string): boolean {
  return SYSTEM_FIELD_IDS.some((one) => one === id);
}

function checkScenario(context: ResolveContext, { def, path }: Placed<ScenarioDef>, checkCell: CellCheck): void {
  checkPeople(context, { def, path });
  const values = (entity: EntitySource | undefined, at: Placed<Readonly<Record<string, unknown>>>): void => {
    if (entity === undefined) return;
    for (const id of Object.keys(at.def)) checkCell(context, entity, { def: id, path: pointer(at.path, id) });
  };
  for (const [index, { entity: id, values: given }] of (def.given?.records ?? []).entries()) {
    const here = pointer(path, 'given', 'records', index);
    values(context.entity(id, pointer(here, 'entity')), { def: given, path: pointer(here, 'values') });
  }
  for (const [index, step] of def.when.entries()) {
    if (!('create' in step)) continue;
    const here = pointer(path, 'when', index);
    values(context.entity(step.create, pointer(here, 'create')), { def: step.input, path: pointer(here, 'input') });
  }
  checkNames(context, { def, path });
  checkLedgerNames(context, { def, path });
  for (const id of Object.keys(def.then.counts ?? {})) context.entity(id, pointer(path, 'then', 'counts', id));
}

/** Whoever takes a step is a role or a person that the test has. */
function checkPeople(context: ResolveContext, { def, path }: Placed<ScenarioDef>): void {
  const roles = (context.template.roles ?? []).map(({ id }) => id);
  const people = def.given?.people ?? {};
  const known = [...roles, ...Object.keys(people)];
  const check = (name: string | undefined, at: JsonPointer, among: readonly string[]): void => {
    if (name !== undefined && !among.includes(name))
      context.addUnknown('MODEL_ROLE_UNKNOWN', at, { id: name, known: among });
  };
  for (const [name, held] of Object.entries(people)) {
    for (const [index, role] of held.entries())
      check(role, pointer(path, 'given', 'people', name, index), [...roles, 'owner']);
  }
  check(def.given?.as, pointer(path, 'given', 'as'), known);
  for (const [index, step] of def.when.entries()) check(step.as, pointer(path, 'when', index, 'as'), known);
}

/** Records are named before they are worked on. */
function checkNames(context: ResolveContext, { def, path }: Placed<ScenarioDef>): void {
  const names = new Set((def.given?.records ?? []).flatMap(({ as }) => as ?? []));
  const check = (name: string | undefined, at: JsonPointer): void => {
    if (name !== undefined && !names.has(name))
      context.addUnknown('MODEL_TEST_NAME_UNKNOWN', at, { id: name, known: names });
  };
  for (const [index, step] of def.when.entries()) {
    const here = pointer(path, 'when', index);
    if ('create' in step) {
      if (step.name !== undefined) names.add(step.name);
    } else for (const [key, name] of workedOn(step)) check(name, pointer(here, key));
  }
  check(def.then.on, pointer(path, 'then', 'on'));
}

function workedOn(step: TestStepDef): readonly (readonly [string, string | undefined])[] {
  if ('update' in step) return [['update', step.update]];
  if ('delete' in step) return [['delete', step.delete]];
  return 'on' in step ? [['on', step.on]] : [];
}

function checkLedgerNames(context: ResolveContext, { def, path }: Placed<ScenarioDef>): void {
  const ledgers = (context.template.ledgers ?? []).map(({ id }) => id);
  const named = [
    ...Object.keys(def.given?.ledger ?? {}).map((id) => ({ id, path: pointer(path, 'given', 'ledger', id) })),
    ...Object.keys(def.then.balances ?? {}).map((id) => ({ id, path: pointer(path, 'then', 'balances', id) })),
  ];
  for (const { id, path: here } of named) {
    if (!ledgers.includes(id)) context.addUnknown('MODEL_LEDGER_UNKNOWN', here, { id, known: ledgers });
  }
}
