import { LIMITS } from '../core/limits.ts';
import type { IssueCode } from '../core/issues.ts';
import { issue, type Issue, type IssueParams, type JsonPointer } from '../core/result.ts';
import { suggest } from '../core/suggest.ts';
import type { Expr, ExprField, ExprScope, ExprType } from '../expr/ast.ts';
import { compileExpr } from '../expr/compile-expr.ts';
import { exprTypeOf } from '../template/field-types.ts';
import type { EntityDef, FieldDef, Template, WorkflowDef } from '../template/template.ts';
import { ledgerEntityId } from './ledger-entities.ts';
import { keyFieldIds, ledgerSources } from './ledger-sources.ts';
import type { FieldType } from './model.ts';
import type { ExprTyping, ResolveMemory } from './resolve-memory.ts';
import { compileTables, type Tables } from './tables.ts';

/** A name that nothing has, with the names that exist, the likeliest first; `suggestion` only where one is near. */
export function unknownIssue(
  code: IssueCode,
  path: JsonPointer,
  { id, known }: { readonly id: string; readonly known: Iterable<string> },
): Issue {
  const names = [...known].slice(0, CANDIDATES_MAX);
  const suggestion = suggest(id, names);
  if (suggestion === undefined) return issue(code, path, { id, known: names.slice(0, KNOWN_SHOWN) });
  const ranked = [suggestion, ...names.filter((name) => name !== suggestion)].slice(0, KNOWN_SHOWN);
  return issue(code, path, { id, suggestion, known: ranked });
}

const KNOWN_SHOWN = 20;
/** Names compared with a wrong one: a document of nothing but wrong names must not cost their product. */
const CANDIDATES_MAX = 500;

/** An item with the place where it was authored. */
export interface Placed<T> {
  readonly def: T;
  readonly path: JsonPointer;
}

export interface FieldSource extends Placed<FieldDef> {
  /** `undefined` when the type is unknown or points nowhere; that is an issue already. */
  readonly type: FieldType | undefined;
}

export interface EntitySource extends Placed<EntityDef> {
  readonly fields: ReadonlyMap<string, FieldSource>;
  readonly workflow: Placed<WorkflowDef> | undefined;
  /** For line entities: each `lines` field that claims them, the first of which owns them. */
  readonly owners: readonly { readonly entity: string; readonly field: FieldSource }[];
}

/**
 * What the rules read and where they report. One context serves one `resolveModel`; it collects issues, and the
 * expressions compiled on the way by the pointer of their text.
 */
export class ResolveContext {
  readonly template: Template;
  readonly entities: ReadonlyMap<string, EntitySource>;
  readonly issues: Issue[] = [];
  readonly exprs = new Map<JsonPointer, Expr>();
  #broken: readonly string[] | undefined;
  #tables: Tables | undefined;
  #ledgers: ReadonlyMap<string, EntitySource> | undefined;
  readonly #fieldsOf = new Map<string, ReadonlyMap<string, ExprField>>();

  readonly #memory: ResolveMemory | undefined;

  constructor(template: Template, entities: ReadonlyMap<string, EntitySource>, memory?: ResolveMemory) {
    this.template = template;
    this.entities = entities;
    this.#memory = memory;
  }

  /** The decision tables, compiled when first asked for. */
  get tables(): Tables {
    this.#tables ??= compileTables(this.template);
    return this.#tables;
  }

  add(code: IssueCode, path: JsonPointer, params: IssueParams = {}, related?: readonly JsonPointer[]): void {
    this.issues.push(issue(code, path, params, related));
  }

  /** Reports a name that nothing has. */
  addUnknown(
    code: IssueCode,
    path: JsonPointer,
    found: { readonly id: string; readonly known: Iterable<string> },
  ): void {
    const shown = this.issues.length < LIMITS.issuesPerAnswerMax;
    this.issues.push(shown ? unknownIssue(code, path, found) : issue(code, path, { id: found.id, known: [] }));
  }

  /** The entity, or an issue at `path`. */
  entity(id: string, path: JsonPointer): EntitySource | undefined {
    const found = this.entities.get(id);
    if (found === undefined) this.addUnknown('MODEL_ENTITY_UNKNOWN', path, { id, known: this.entities.keys() });
    return found;
  }

  /** The balances of each ledger as rules see an entity, by `<ledger>.balance`. */
  get ledgers(): ReadonlyMap<string, EntitySource> {
    this.#ledgers ??= ledgerSources(this.template);
    return this.#ledgers;
  }

  /** The balances of a ledger as rules see an entity, or an issue at `path`. */
  ledger(id: string, path: JsonPointer): EntitySource | undefined {
    const found = this.ledgers.get(ledgerEntityId(id, 'balance'));
    const known = (this.template.ledgers ?? []).map((ledger) => ledger.id);
    if (found === undefined) this.addUnknown('MODEL_LEDGER_UNKNOWN', path, { id, known });
    return found;
  }

  /** The field of an entity, or an issue at `path`. System fields are not fields here. */
  field(entity: EntitySource, id: string, path: JsonPointer): FieldSource | undefined {
    const found = entity.fields.get(id);
    if (found === undefined) this.addUnknown('MODEL_FIELD_UNKNOWN', path, { id, known: entity.fields.keys() });
    return found;
  }

  /** Compiles the expression at `path` and keeps it; issues get that pointer. */
  compile(source: string, path: JsonPointer, typing: ExprTyping): void {
    const result = this.#memory?.compile(source, typing) ?? compileExpr(source, typing.scope, typing.as);
    if (result.ok) this.exprs.set(path, result.value);
    else if (!this.readsBroken(source)) {
      for (const found of result.issues) this.issues.push({ ...found, path: `${path}${found.path}` });
    }
  }

  /** A field or table that is wrong has its issue already; what follows from it would only hide that one. */
  readsBroken(source: string): boolean {
    this.#broken ??= [...this.entities.values()].flatMap(({ fields }) =>
      [...fields.values()].filter(({ type }) => type === undefined).map(({ def }) => def.id),
    );
    if (this.#broken.some((id) => new RegExp(`\\b${id}\\b`).test(source))) return true;
    return source.includes('table(') && [...this.tables.broken].some((id) => source.includes(id));
  }

  /** `doc` and `actor`; in a line entity `line` is the row and `doc` the document that owns it (SPEC [MOD-1]). */
  scopeOf(entity: EntitySource, extra: Readonly<Record<string, ExprType>> = {}): ExprScope {
    const row: ExprType = { kind: 'row', entity: entity.def.id };
    const owner = entity.owners[0];
    const doc: Readonly<Record<string, ExprType>> =
      owner === undefined ? {} : { doc: { kind: 'row', entity: owner.entity } };
    return this.scope({ ...(entity.def.kind === 'line' ? { ...doc, line: row } : { doc: row }), ...extra });
  }

  scope(variables: Readonly<Record<string, ExprType>>): ExprScope {
    return {
      variables: { ...variables, actor: { kind: 'actor' } },
      fieldsOf: (id) => this.exprFields(id),
      tables: this.tables.models,
    };
  }

  /** The fields that expressions see on a row of the entity, system fields included. */
  exprFields(id: string): ReadonlyMap<string, ExprField> | undefined {
    const made = this.#fieldsOf.get(id);
    const ledger = this.ledgers.get(id);
    const entity = this.entities.get(id) ?? ledger;
    if (made !== undefined || entity === undefined) return made;
    // Movements have the key of their balance and nothing else in common with it, so rules know just the key.
    const shown = ledger === undefined ? undefined : keyFieldIds(ledger);
    const fields = new Map<string, ExprField>(ledger === undefined ? systemExprFields(entity) : []);
    for (const [fieldId, { def, type }] of entity.fields) {
      if (shown?.includes(fieldId) === false) continue;
      fields.set(fieldId, type === undefined ? { type: { kind: 'json' }, nullable: true } : exprField(def, type));
    }
    const kept = this.#memory?.fieldsOf(id, fields) ?? fields;
    this.#fieldsOf.set(id, kept);
    return kept;
  }
}

function exprField(def: FieldDef, type: FieldType): ExprField {
  const exprType = exprTypeOf(type);
  const always = ['lines', 'multiRef', 'multiEnum', 'sequence'].includes(type.kind);
  const base = { type: exprType, nullable: !always && def.required !== true };
  return type.kind === 'lines' ? { ...base, listMax: type.max } : base;
}

function systemExprFields(entity: EntitySource): readonly (readonly [string, ExprField])[] {
  const always = (type: ExprType): ExprField => ({ type, nullable: false });
  const owner = entity.owners[0];
  return [
    ['id', always({ kind: 'text' })],
    ['version', always({ kind: 'int' })],
    ['createdAt', always({ kind: 'datetime' })],
    ['createdBy', { type: { kind: 'text' }, nullable: true }],
    ['updatedAt', always({ kind: 'datetime' })],
    ['updatedBy', { type: { kind: 'text' }, nullable: true }],
    ['deletedAt', { type: { kind: 'datetime' }, nullable: true }],
    ...(entity.workflow === undefined ? [] : ([['state', always({ kind: 'text' })]] as const)),
    ...(owner === undefined
      ? []
      : ([
          ['parent', always({ kind: 'row', entity: owner.entity })],
          ['lineNo', always({ kind: 'int' })],
        ] as const)),
  ];
}

/** The system fields that an entity's rows have besides `id`, by which rows can be found, sorted and kept apart. */
export function keySystemFields(entity: EntitySource): readonly string[] {
  return [
    'createdAt',
    'createdBy',
    'updatedAt',
    'updatedBy',
    ...(entity.workflow === undefined ? [] : ['state']),
    ...(entity.def.kind === 'line' ? ['parent', 'lineNo'] : []),
  ];
}
