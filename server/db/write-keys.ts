import type { EntityId } from '../../schema/core/ids.ts';
import { issue, must, type Issue } from '../../schema/core/result.ts';
import type { Access } from '../compile/access.ts';
import { planKeys } from '../compile/key-plan.ts';
import { entityOf } from '../compile/storage.ts';
import { isUuid, type SqlTemplate } from '../compile/sql-text.ts';
import type { RowKey } from '../compile/write-input.ts';
import type { Model } from '../../schema/model/model.ts';
import type { WriteUnit } from './write-unit.ts';

/** As `ReadContext.rowCondition` has it for a caller who is not handing rows out of the company. */
function readsAll(access: Access, entity: EntityId): boolean {
  return access.rows(entity, 'read') === 'all';
}

const plans = new WeakMap<Model, Map<string, SqlTemplate>>();

/** Finds the row behind each key: one statement per kind of key, however many there are. */
export class KeyResolver {
  readonly issues: Issue[] = [];
  private readonly unit: WriteUnit;
  private readonly access: Access;
  private readonly found = new Map<RowKey, string>();

  constructor(unit: WriteUnit, access: Access) {
    this.unit = unit;
    this.access = access;
  }

  /** Whether the rows behind all of them are known. */
  knows(keys: readonly RowKey[]): boolean {
    return keys.every((key) => this.found.has(key));
  }

  /** Resolves the keys and reports those that name no row, unless `optional`. */
  async resolve(keys: readonly RowKey[], optional = false): Promise<void> {
    const open = keys.filter((key) => !this.found.has(key));
    const inner = open.flatMap(({ parts }) => parts.flatMap(({ value }) => (typeof value === 'string' ? [] : [value])));
    if (inner.length > 0) await this.resolve(inner, optional);
    const groups = new Map<string, RowKey[]>();
    for (const key of open) {
      const kind = JSON.stringify([key.entity, ...key.parts.map(({ field }) => field)]);
      groups.set(kind, [...(groups.get(kind) ?? []), key]);
    }
    await Promise.all([...groups.values()].map((group) => this.group(group)));
    if (optional) return;
    for (const key of open) {
      if (key.parts.length > 0 && !this.found.has(key)) {
        this.issues.push(
          issue('REFERENCE_NOT_FOUND', key.path, { field: key.path.split('/').at(-1) ?? '', entity: this.nameOf(key) }),
        );
      }
    }
  }

  /**
   * Takes the ids that callers gave for the rows' own, without looking: where all rows may be read, the foreign key of
   * the column looks at the same, and fails the write as `isUnforeseen` tells.
   */
  trust(keys: readonly RowKey[]): void {
    for (const key of keys) {
      const [part] = key.parts;
      if (part?.field !== 'id' || key.parts.length > 1 || typeof part.value !== 'string' || !isUuid(part.value))
        continue;
      if (key.entity === 'user' || key.entity === 'org' || readsAll(this.access, key.entity))
        this.found.set(key, part.value);
    }
  }

  idOf(key: RowKey): string | undefined {
    return this.found.get(key);
  }

  private async group(keys: readonly RowKey[]): Promise<void> {
    const first = must(keys[0], 'key');
    if (first.parts.length === 0) return;
    const usable = keys.filter((key) =>
      key.parts.every(({ field, value }) =>
        typeof value === 'string' ? field !== 'id' || isUuid(value) : this.found.has(value),
      ),
    );
    if (usable.length === 0) return;
    const given = Object.fromEntries(
      first.parts.map((_, index) => [
        `p${index}`,
        usable.map(({ parts }) => {
          const value = must(parts[index], 'part').value;
          return typeof value === 'string' ? value : must(this.found.get(value), 'inner key');
        }),
      ]),
    );
    const rows = await this.unit.run<{ readonly n: number; readonly id: string }>(this.plan(first), given);
    for (const { n, id } of rows) this.found.set(must(usable[n - 1], 'key'), id);
  }

  private plan(key: RowKey): SqlTemplate {
    const byModel = plans.get(this.unit.model) ?? new Map<string, SqlTemplate>();
    plans.set(this.unit.model, byModel);
    const fields = key.parts.map(({ field }) => field);
    const name = JSON.stringify([this.access.key, key.entity, fields]);
    const plan = byModel.get(name) ?? planKeys(this.unit.model, this.access, { entity: key.entity, fields });
    byModel.set(name, plan);
    return plan;
  }

  private nameOf(key: RowKey): string {
    if (key.entity === 'user') return 'User';
    return key.entity === 'org' ? 'OrgUnit' : entityOf(this.unit.model, key.entity).apiName;
  }
}
