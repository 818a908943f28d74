import { pointer, type JsonPointer } from '../core/result.ts';
import type { ExprNode, ExprScope, ExprType } from '../expr/ast.ts';
import { childrenOf, isScalar } from '../expr/types.ts';
import { AWARD_EVENTS, type AwardDef, type DoubleLedgerDef, type LimitDef } from '../template/template-rules.ts';
import type { EntitySource, Placed, ResolveContext } from './context.ts';
import { checkExplain } from './explain-parts.ts';
import { checkOwnFields } from './paths.ts';
import { namesPerson } from './person-expr.ts';
import { checkRoleNames } from './rules-workflows.ts';

/** Rules of awards (SPEC [MOD-52], [MOD-55] to [MOD-58]); compiles their expressions. */
export function checkAwards(context: ResolveContext): void {
  for (const [index, def] of (context.template.awards ?? []).entries()) {
    checkAward(context, { def, path: pointer('/awards', index) });
  }
}

const BOOL: ExprType = { kind: 'bool' };
const DECIMAL: ExprType = { kind: 'decimal' };
const TEXT: ExprType = { kind: 'text' };

/** How an award comes about; `undefined` after an issue. */
type How = 'transition' | 'change' | 'event' | 'manual';

function checkAward(context: ResolveContext, { def, path }: Placed<AwardDef>): void {
  checkRoleNames(context, def.manual?.by ?? [], pointer(path, 'manual', 'by'));
  const ledger = awardLedger(context, { def, path });
  if (ledger !== undefined) checkAccounts(context, ledger, { def, path });
  const how = howOf(def);
  if (how === undefined) return context.add('MODEL_AWARD_TRIGGER', path, { id: def.id });
  checkFit(context, how, { def, path });
  const entity =
    def.on?.entity === undefined ? undefined : context.entity(def.on.entity, pointer(path, 'on', 'entity'));
  if (def.on?.entity !== undefined && entity === undefined) return;
  if (entity !== undefined) checkTriggers(context, entity, { def, path });
  if (how === 'event' && !AWARD_EVENTS.some((event) => event === def.on?.event)) {
    context.addUnknown('MODEL_AWARD_EVENT_UNKNOWN', pointer(path, 'on', 'event'), {
      id: def.on?.event ?? '',
      known: AWARD_EVENTS,
    });
  }
  checkExpressions(context, { scope: awardScope(context, entity), how, entity }, { def, path });
}

function howOf({ on, manual }: AwardDef): How | undefined {
  if ((on === undefined) === (manual === undefined)) return undefined;
  if (on === undefined) return 'manual';
  if (on.event !== undefined) return on.entity === undefined ? 'event' : undefined;
  if (on.entity === undefined) return undefined;
  const isChange = on.change !== undefined || on.fields !== undefined;
  if (isChange) return on.transition === undefined ? 'change' : undefined;
  return on.transition === undefined ? undefined : 'transition';
}

/** What each kind of award needs, and what would mean nothing there. */
const NEEDED: Readonly<Record<How, readonly (keyof AwardDef)[]>> = {
  transition: ['to', 'amount'],
  change: ['to', 'amount'],
  event: ['to', 'amount'],
  manual: [],
};
const UNFIT: Readonly<Record<How, readonly (keyof AwardDef)[]>> = {
  transition: [],
  change: [],
  event: ['pending', 'clawback'],
  manual: ['to', 'when', 'amount', 'once', 'pending', 'clawback'],
};

function checkFit(context: ResolveContext, how: How, { def, path }: Placed<AwardDef>): void {
  for (const attribute of NEEDED[how]) {
    if (def[attribute] === undefined) context.add('MODEL_AWARD_ATTRIBUTE_MISSING', path, { id: def.id, attribute });
  }
  for (const attribute of UNFIT[how]) {
    if (def[attribute] !== undefined)
      context.add('MODEL_AWARD_ATTRIBUTE_UNFIT', pointer(path, attribute), { id: def.id, attribute, how });
  }
}

function checkTriggers(context: ResolveContext, entity: EntitySource, { def, path }: Placed<AwardDef>): void {
  const known = entity.workflow?.def.transitions.map(({ id }) => id) ?? [];
  const named: readonly (readonly [string | undefined, JsonPointer])[] = [
    [def.on?.transition, pointer(path, 'on', 'transition')],
    [def.pending?.until?.transition, pointer(path, 'pending', 'until', 'transition')],
    ...(def.clawback?.on ?? []).map((id, index) => [id, pointer(path, 'clawback', 'on', index)] as const),
  ];
  for (const [id, here] of named) {
    if (id !== undefined && !known.includes(id)) context.addUnknown('MODEL_TRANSITION_UNKNOWN', here, { id, known });
  }
  checkOwnFields(context, entity, { ids: def.on?.fields ?? [], path: pointer(path, 'on', 'fields') });
}

interface AwardScope {
  readonly scope: ExprScope;
  readonly how: How;
  readonly entity: EntitySource | undefined;
}

/** What the expressions of an award see: the record, where there is one, and who acts. */
function awardScope(context: ResolveContext, entity: EntitySource | undefined): ExprScope {
  return entity === undefined ? context.scope({}) : context.scopeOf(entity);
}

function checkExpressions(context: ResolveContext, award: AwardScope, { def, path }: Placed<AwardDef>): void {
  const { scope, how } = award;
  if (how !== 'manual') {
    if (def.when !== undefined) context.compile(def.when, pointer(path, 'when'), { scope, as: BOOL });
    if (def.amount !== undefined) context.compile(def.amount, pointer(path, 'amount'), { scope, as: DECIMAL });
    if (def.to !== undefined) checkPerson(context, scope, { def: def.to, path: pointer(path, 'to') });
    for (const [index, source] of (def.once ?? []).entries()) {
      // The word that reads best; calls are written out everywhere else.
      const written = source.trim() === 'today' ? 'today()' : source;
      compileKey(context, scope, { def: written, path: pointer(path, 'once', index) });
    }
  }
  // What was granted, and for manual awards why: known by the time an approval is asked or a reason told.
  const told: ExprScope = {
    ...scope,
    variables: { ...scope.variables, amount: DECIMAL, ...(how === 'manual' ? { reason: TEXT } : {}) },
  };
  for (const [index, approval] of (def.manual?.approvals ?? []).entries()) {
    const here = pointer(path, 'manual', 'approvals', index);
    for (const key of ['roles', 'escalateTo', 'copyTo'] as const) {
      checkRoleNames(context, approval[key] ?? [], pointer(here, key));
    }
    if (approval.when !== undefined) context.compile(approval.when, pointer(here, 'when'), { scope: told, as: BOOL });
  }
  checkLimits(context, award, { def: def.limits ?? [], path: pointer(path, 'limits') });
  checkLimits(context, award, { def: def.manual?.limits ?? [], path: pointer(path, 'manual', 'limits') });
  if (def.explain !== undefined) checkExplain(context, told, { def: def.explain, path: pointer(path, 'explain') });
  checkSecrets(context, path);
}

/** Why an award was made is kept and shown with the values that were read, so none of them may be a secret. */
function checkSecrets(context: ResolveContext, path: JsonPointer): void {
  const explained = pointer(path, 'explain');
  const told = new Set<string>();
  for (const [at, { root }] of context.exprs) {
    if (!at.startsWith(`${path}/`)) continue;
    // Placeholders have places of our own inside the text.
    const place = at.startsWith(explained) ? at.slice(0, at.lastIndexOf('/')) : at;
    for (const id of secretsIn(context, root)) {
      if (told.has(`${place} ${id}`)) continue;
      told.add(`${place} ${id}`);
      context.add('MODEL_AWARD_SECRET', place, { id });
    }
  }
}

function secretsIn(context: ResolveContext, node: ExprNode): readonly string[] {
  const inner = childrenOf(node).flatMap((child) => secretsIn(context, child));
  if (node.kind !== 'field' || node.of.type.kind !== 'row') return inner;
  const isSecret = context.entities.get(node.of.type.entity)?.fields.get(node.field)?.def.secret === true;
  return isSecret ? [...inner, node.field] : inner;
}

/** A single value, by which one award is told from another; a reference stands for its id. */
function compileKey(context: ResolveContext, scope: ExprScope, { def, path }: Placed<string>): void {
  context.compile(def, path, { scope, as: 'any' });
  const type = context.exprs.get(path)?.root.type;
  if (type === undefined || isScalar(type) || type.kind === 'row' || context.readsBroken(def)) return;
  context.add('MODEL_FIELD_KIND_UNFIT', path, { id: def, type: type.kind, wanted: KEY_TYPES });
}

const KEY_TYPES = ['text', 'int', 'decimal', 'date', 'datetime', 'ref'];

/** The text of an id alone does not make a person: the value is a user field, `createdBy` or the caller. */
function checkPerson(context: ResolveContext, scope: ExprScope, { def, path }: Placed<string>): void {
  context.compile(def, path, { scope, as: TEXT });
  const expr = context.exprs.get(path);
  if (expr !== undefined && !namesPerson(context, expr.root)) context.add('MODEL_AWARD_TO', path, {});
}

/** Whom and how often a limit counts, besides fields of the record. */
export const LIMIT_WORDS = ['user', 'giver', 'day', 'week', 'month', 'quarter', 'year'] as const;

function checkLimits(context: ResolveContext, award: AwardScope, { def, path }: Placed<readonly LimitDef[]>): void {
  const words = LIMIT_WORDS.filter((word) => word !== 'giver' || award.how === 'manual');
  for (const [index, limit] of def.entries()) {
    const here = pointer(path, index);
    if (limit.max === undefined && limit.cooldown === undefined) context.add('MODEL_AWARD_LIMIT_EMPTY', here, {});
    for (const [at, id] of limit.per.entries()) {
      const place = pointer(here, 'per', at);
      if (words.some((word) => word === id)) continue;
      const fields = award.entity === undefined ? [] : [...award.entity.fields.keys()];
      if (award.entity === undefined || !award.entity.fields.has(id)) {
        context.addUnknown('MODEL_AWARD_LIMIT_PART', place, { id, known: [...words, ...fields] });
        continue;
      }
      const row = award.entity.def.kind === 'line' ? 'line' : 'doc';
      compileKey(context, award.scope, { def: `${row}.${id}`, path: place });
    }
  }
}

/** The ledger that an award posts to: the one it names, else the only one that points can be kept in. */
export function awardLedger(context: ResolveContext, { def, path }: Placed<AwardDef>): DoubleLedgerDef | undefined {
  const all = context.template.ledgers ?? [];
  const fit = all.filter(isPoints);
  const named = def.ledger;
  if (named !== undefined && !all.some(({ id }) => id === named)) {
    context.addUnknown('MODEL_LEDGER_UNKNOWN', pointer(path, 'ledger'), { id: named, known: all.map(({ id }) => id) });
    return undefined;
  }
  const found = named === undefined ? (fit.length === 1 ? fit[0] : undefined) : fit.find(({ id }) => id === named);
  if (found === undefined) {
    const place = named === undefined ? path : pointer(path, 'ledger');
    context.add('MODEL_AWARD_LEDGER', place, { id: def.id, known: fit.map(({ id }) => id) });
  }
  return found;
}

function isPoints(def: NonNullable<ResolveContext['template']['ledgers']>[number]): def is DoubleLedgerDef {
  return def.mode === 'double' && ['wallet', 'budget'].every((id) => def.accounts.some((account) => account.id === id));
}

function checkAccounts(context: ResolveContext, ledger: DoubleLedgerDef, { def, path }: Placed<AwardDef>): void {
  const personal = (attribute: keyof AwardDef, account: string): void => {
    const found = ledger.accounts.find(({ id }) => id === account);
    if (found !== undefined && found.by.length === 1 && found.by[0] === 'user') return;
    const params = { attribute, account, ledger: ledger.id, wanted: 'user' };
    context.add('MODEL_AWARD_ACCOUNT', def[attribute] === undefined ? path : pointer(path, attribute), params);
  };
  personal('to', 'wallet');
  if (def.pending !== undefined) personal('pending', 'pending');
  if (def.clawback?.short !== undefined) personal('clawback', def.clawback.short);
  const lots = ledger.accounts.find(({ id }) => id === 'wallet')?.lots;
  if (def.expires !== undefined && lots?.expireTo === undefined) {
    const params = { attribute: 'expires', account: 'breakage', ledger: ledger.id, wanted: 'lots.expireTo' };
    context.add('MODEL_AWARD_ACCOUNT', pointer(path, 'expires'), params);
  }
  const by = ledger.accounts.find(({ id }) => id === 'budget')?.by ?? [];
  for (const id of Object.keys(def.budget ?? {})) {
    if (!by.includes(id))
      context.addUnknown('MODEL_LEDGER_PART_UNKNOWN', pointer(path, 'budget', id), { id, known: by });
  }
  for (const id of by) {
    if (!Object.hasOwn(def.budget ?? {}, id))
      context.add('MODEL_POSTING_KEY_MISSING', def.budget === undefined ? path : pointer(path, 'budget'), {
        id,
        ledger: ledger.id,
      });
  }
}
