import { compileExpr } from '../../schema/expr/compile-expr.ts';
import type { Expr, ExprField, ExprScope, ExprType } from '../../schema/expr/ast.ts';
import { exprTypeOf } from '../../schema/template/field-types.ts';
import type { EntityModel, FieldModel, Model } from '../../schema/model/model.ts';

/**
 * What the texts of a layout may refer to (SPEC [MOD-1]): the row, the document of a line, and the actor. The same as
 * the template was checked with, made again from the model because a browser has no template.
 */
export function formScope(model: Model, entity: EntityModel): ExprScope {
  const row: ExprType = { kind: 'row', entity: entity.id };
  const rows: Readonly<Record<string, ExprType>> =
    entity.parent === undefined ? { doc: row } : { line: row, doc: { kind: 'row', entity: entity.parent.entity } };
  return {
    variables: { ...rows, actor: { kind: 'actor' } },
    fieldsOf: (id) => exprFields(model.entities.find((other) => other.id === id)),
    tables: new Map(model.behaviour.tables.map((table) => [table.id, table])),
  };
}

/**
 * The condition of a layout node. The model was checked when it was published, so only what a browser cannot see (the
 * keys of ledgers) does not compile: `undefined`, and the node stays as it is.
 */
export function compileCondition(source: string | undefined, scope: ExprScope): Expr | undefined {
  if (source === undefined) return undefined;
  const compiled = compileExpr(source, scope, { kind: 'bool' });
  return compiled.ok ? compiled.value : undefined;
}

function exprFields(entity: EntityModel | undefined): ReadonlyMap<string, ExprField> | undefined {
  if (entity === undefined) return undefined;
  return new Map<string, ExprField>([
    ...systemFields(entity),
    ...entity.fields.map((field) => [field.id, exprField(field)] as const),
  ]);
}

function exprField(field: FieldModel): ExprField {
  const always = ['lines', 'multiRef', 'multiEnum', 'sequence'].includes(field.type.kind);
  const base = { type: exprTypeOf(field.type), nullable: !always && !field.required };
  return field.type.kind === 'lines' ? { ...base, listMax: field.type.max } : base;
}

function systemFields(entity: EntityModel): readonly (readonly [string, ExprField])[] {
  const text: ExprField = { type: { kind: 'text' }, nullable: true };
  const moment: ExprField = { type: { kind: 'datetime' }, nullable: true };
  const number: ExprField = { type: { kind: 'int' }, nullable: true };
  const parent = entity.parent;
  return [
    ['id', text],
    ['version', number],
    ['state', text],
    ['createdAt', moment],
    ['createdBy', text],
    ['updatedAt', moment],
    ['updatedBy', text],
    ['deletedAt', moment],
    ...(parent === undefined
      ? []
      : ([
          ['parent', { type: { kind: 'row', entity: parent.entity }, nullable: false }],
          ['lineNo', number],
        ] as const)),
  ];
}
