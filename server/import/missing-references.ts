import { entityOf } from '../compile/storage.ts';
import type { RowInput, RowKey } from '../compile/write-input.ts';
import type { EntityId, FieldId } from '../../schema/core/ids.ts';
import { namedFields } from '../../schema/model/made-reference.ts';
import type { EntityModel, FieldModel } from '../../schema/model/model.ts';
import { KeyResolver } from '../db/write-keys.ts';
import { writeRows, type RowOperation } from '../db/write-rows.ts';
import type { WriteUnit } from '../db/write-unit.ts';
import type { WriteAs } from './import-writer.ts';
import type { ResolvedMap, Target } from './resolved-map.ts';
import type { RowDraft } from './row-input.ts';

/** A field whose references are made where they are not there. */
export interface MakesMissing {
  readonly field: FieldId;
  readonly isInLines: boolean;
  readonly to: EntityId;
  readonly by: FieldModel;
}

/** A record that was made because a row refers to it. */
export interface MadeReference {
  readonly entity: EntityId;
  readonly id: string;
  readonly name: string;
  readonly line: number;
}

/** The fields of a map whose references are made where they are not there. SPEC [IMP-60]. */
export function makesMissing({ columns, constants, lines }: ResolvedMap): readonly MakesMissing[] {
  const of = (targets: readonly Target[], isInLines: boolean): readonly MakesMissing[] =>
    targets.flatMap((target) =>
      (target.kind === 'ref' || target.kind === 'links') &&
      target.make !== undefined &&
      target.to !== 'user' &&
      target.to !== 'org'
        ? [{ field: target.field.id, isInLines, to: target.to, by: target.make }]
        : [],
    );
  const own = [...columns.flatMap(({ targets }) => targets), ...constants.map(({ target }) => target)];
  return [...of(own, false), ...of(lines?.columns.flatMap(({ targets }) => targets) ?? [], true)];
}

/**
 * Makes what rows refer to and is not there, each once: its name is all that is known of it. Whatever refuses such a
 * record is told at the first cell that names it.
 */
export async function makeMissing(
  unit: WriteUnit,
  as: WriteAs,
  { drafts, makes }: { readonly drafts: readonly RowDraft[]; readonly makes: readonly MakesMissing[] },
): Promise<readonly MadeReference[]> {
  if (makes.length === 0) return [];
  const wanted = makes.flatMap((make) => drafts.flatMap((draft) => namesIn(draft, make)));
  const resolver = new KeyResolver(unit, as.access);
  await resolver.resolve(
    wanted.map(({ key }) => key),
    true,
  );
  const missing = new Map<string, Wanted>();
  for (const one of wanted) {
    const id = JSON.stringify([one.make.to, one.make.by.id, one.name]);
    if (resolver.idOf(one.key) === undefined && !missing.has(id)) missing.set(id, one);
  }
  if (missing.size === 0) return [];
  const open = [...missing.values()];
  const ids = await writeRows(
    unit,
    as,
    open.map((one): RowOperation => ({
      kind: 'create',
      input: madeInput(entityOf(unit.model, one.make.to), one),
      preset: {},
    })),
  );
  return open.map(({ make, name, line }, index) => ({ entity: make.to, id: ids[index] ?? '', name, line }));
}

interface Wanted {
  readonly make: MakesMissing;
  readonly key: RowKey;
  readonly name: string;
  readonly line: number;
}

function namesIn({ input, line }: RowDraft, make: MakesMissing): readonly Wanted[] {
  const inputs = make.isInLines ? [...input.lines.values()].flatMap(({ create }) => create) : [input];
  const keys = inputs.flatMap(({ refs, links }) => [refs.get(make.field) ?? [], links.get(make.field) ?? []].flat());
  return keys.flatMap((key) => {
    const name = key.parts.find(({ field }) => field === make.by.id)?.value;
    return typeof name === 'string' && name !== '' ? [{ make, key, name, line }] : [];
  });
}

function madeInput(entity: EntityModel, { make, key, name }: Wanted): RowInput {
  const fields = namedFields(entity, make.by);
  return {
    entity,
    values: new Map(fields.map(({ id }) => [id, name])),
    refs: new Map(),
    links: new Map(),
    lines: new Map(),
    paths: new Map(fields.map(({ id }) => [id, key.path])),
    path: key.path,
  };
}
