import { issue, pointer, type JsonPointer } from '../../../schema/core/result.ts';
import { entityId } from '../../../schema/core/ids.ts';
import type { Locale } from '../../../schema/core/text.ts';
import type { Expr } from '../../../schema/expr/ast.ts';
import { explainText } from '../../../schema/expr/explain-text.ts';
import { admits, evaluate, type EvalContext } from '../../../schema/expr/evaluate.ts';
import type { ActionModel } from '../../../schema/model/build-automations.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { pathTree, planFetch } from '../../compile/row-fetch.ts';
import { entityOf } from '../../compile/storage.ts';
import { deliveriesJson, deliveriesSql } from '../../db/outbox-effects.ts';
import type { OutboxEvent } from '../../db/outbox-claim.ts';
import { fetchRows } from '../../db/write-related.ts';
import { WriteRefused, writeRows, type RowOperation, type WriterOptions } from '../../db/write-rows.ts';
import type { WriteUnit } from '../../db/write-unit.ts';
import { notify } from '../../db/notify.ts';
import { actionReads, fitsModel, ruleInput } from './rule-input.ts';
import { eventBody } from './webhook-events.ts';

/** A rule with what it is run for. */
export interface RuleRun {
  readonly id: string;
  readonly kind: 'automation' | 'schedule';
  readonly rule: string;
  readonly depth: number;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly when?: Expr;
  readonly actions: readonly ActionModel[];
  /** The event that started it, with the record as it was then where that is kept. */
  readonly event: (OutboxEvent & { readonly doc: Readonly<Record<string, unknown>> | null }) | null;
}

/**
 * Does a rule's actions in the unit of work, in order, all or none: through the writer that everybody's changes go
 * through, so that no invariant is passed by. Gives false where the condition does not hold and nothing was done.
 * Throws `WriteRefused` with AUTOMATION_OUTDATED, AUTOMATION_NO_RECORD, AUTOMATION_CONNECTION_UNKNOWN, and whatever the
 * writer refuses.
 */
export async function runRule(
  unit: WriteUnit,
  run: RuleRun,
  options: Omit<WriterOptions, 'requestId' | 'cause'>,
): Promise<boolean> {
  const reads = [...actionReads(run.actions), ...(run.when?.reads ?? [])];
  if (!fitsModel(unit.model, { entity: run.entity, reads, actions: run.actions }))
    throw new WriteRefused([issue('AUTOMATION_OUTDATED', '', { id: run.rule })]);
  const context = new RuleContext(unit, run, options);
  const doc = await context.document(reads);
  if (run.when !== undefined && !admits(run.when, { doc: run.event?.doc ?? doc }, context.evaluation)) return false;
  for (const [index, action] of run.actions.entries()) await context.act(action, { doc, path: pointer('/do', index) });
  return true;
}

class RuleContext {
  readonly evaluation: EvalContext;
  private readonly unit: WriteUnit;
  private readonly run: RuleRun;
  private readonly options: WriterOptions;

  constructor(unit: WriteUnit, run: RuleRun, options: Omit<WriterOptions, 'requestId' | 'cause'>) {
    this.unit = unit;
    this.run = run;
    const cause = { by: `${run.kind}:${run.rule}`, depth: run.depth };
    this.options = { ...options, requestId: run.id, cause };
    this.evaluation = { now: unit.binding.now, timeZone: unit.binding.timeZone, actor: null };
  }

  /** The record as it is now, with what is read behind its references; one in the bin is there as well. */
  async document(reads: readonly (readonly string[])[]): Promise<Readonly<Record<string, unknown>>> {
    const { entity, recordId } = this.run;
    if (entity === null || recordId === null) return {};
    const plan = planFetch(this.unit.model, entityId(entity), { tree: pathTree(reads), stored: false });
    const [row] = await fetchRows(this.unit, plan, [recordId]);
    if (row === undefined) throw new WriteRefused([issue('AUTOMATION_NO_RECORD', '', { id: this.run.rule })]);
    return row;
  }

  async act(
    action: ActionModel,
    at: { readonly doc: Readonly<Record<string, unknown>>; readonly path: JsonPointer },
  ): Promise<void> {
    switch (action.kind) {
      case 'set':
      case 'create':
      case 'transition':
        return this.write(this.operation(action, at));
      case 'notify':
        return this.notify(action, at.doc);
      case 'webhook':
        return this.send(action, at.path);
    }
  }

  private operation(
    action: Extract<ActionModel, { readonly kind: 'set' | 'create' | 'transition' }>,
    at: { readonly doc: Readonly<Record<string, unknown>>; readonly path: JsonPointer },
  ): RowOperation {
    const id = this.run.recordId ?? '';
    const own = (): EntityModel => entityOf(this.unit.model, entityId(this.run.entity ?? ''));
    if (action.kind === 'transition') {
      // Who reads the history sees which rule it was.
      const reason = `${this.run.kind}:${this.run.rule}`;
      return {
        kind: 'transition',
        entity: own(),
        id,
        version: null,
        transition: action.transition,
        input: null,
        reason,
      };
    }
    const entity = action.kind === 'set' ? own() : entityOf(this.unit.model, action.entity);
    const input = ruleInput(entity, action.values, {
      variables: this.run.entity === null ? {} : { doc: at.doc },
      evaluation: this.evaluation,
      path: pointer(at.path, 'values'),
    });
    if (!input.ok) throw new WriteRefused(input.issues);
    return action.kind === 'set'
      ? { kind: 'update', id, version: null, input: input.value }
      : { kind: 'create', input: input.value };
  }

  private async write(operation: RowOperation): Promise<void> {
    await writeRows(this.unit, this.options, [operation]);
  }

  private async notify(
    action: Extract<ActionModel, { readonly kind: 'notify' }>,
    doc: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const to: unknown = action.to === undefined ? null : evaluate(action.to, { doc }, this.evaluation);
    const variables = this.run.entity === null ? {} : { doc };
    const told = (locale: Locale): string =>
      explainText(action.explainParts, { variables, evaluation: this.evaluation, locale });
    await notify(this.unit, {
      key: `run:${this.run.id}:${action.id}`,
      users: (Array.isArray(to) ? to : [to]).filter((one): one is string => typeof one === 'string'),
      roles: action.roles,
      text: { en: told('en'), 'zh-CN': told('zh-CN') },
      about:
        this.run.entity === null || this.run.recordId === null
          ? null
          : { entity: this.run.entity, id: this.run.recordId },
    });
  }

  private async send(action: Extract<ActionModel, { readonly kind: 'webhook' }>, path: JsonPointer): Promise<void> {
    const { run, unit } = this;
    const [connection] = await unit.execute<{ readonly id: string }>(
      'select id::text as id from "@tenant".fw_connection where name = $1 and active',
      [action.connection],
    );
    if (connection === undefined)
      throw new WriteRefused([
        issue('AUTOMATION_CONNECTION_UNKNOWN', pointer(path, 'connection'), {
          id: run.rule,
          connection: action.connection,
        }),
      ]);
    const about = run.event === null ? this.ownBody() : eventBody(unit.model, run.event);
    const delivery = {
      key: `run:${run.id}:${action.id}`,
      connection: connection.id,
      eventSeq: run.event?.seq ?? null,
      topic: `${run.kind}.${run.rule}`,
      body: { ...about, rule: `${run.kind}:${run.rule}` },
    };
    await unit.execute(deliveriesSql('"@tenant"'), [deliveriesJson([delivery]), unit.binding.now]);
  }

  private ownBody(): Readonly<Record<string, unknown>> {
    const { entity, recordId } = this.run;
    const name = entity === null ? null : entityOf(this.unit.model, entityId(entity)).apiName;
    return { event: 'schedule', entity: name, recordId, at: this.unit.binding.now };
  }
}
