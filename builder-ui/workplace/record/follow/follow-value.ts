import type { FollowUp } from '../../../../schema/model/follow-ups.ts';
import type { EntityModel, FieldModel, Model } from '../../../../schema/model/model.ts';
import type { FieldValue, RecordValue } from '../../../form-runtime/form-value.ts';
import type { ApiRights } from '../../documents/api-rights.ts';
import { entityById, titleName } from '../../documents/field-path.ts';
import { textOf, type ApiRow } from '../../documents/row-values.ts';
import { recordsIn } from '../../documents/write-input.ts';

interface FollowSource {
  readonly entity: EntityModel;
  readonly row: ApiRow;
  readonly value: RecordValue;
  /** What the books keep open of it, as records of the ledger; `undefined` where the reader may not look. */
  readonly open: { readonly entity: EntityModel; readonly rows: readonly RecordValue[] } | undefined;
}

/** What a document begins with that follows from a record (SPEC [WRK-180]). */
export function followValue(
  { model, rights }: { readonly model: Model; readonly rights: ApiRights },
  follow: FollowUp,
  source: FollowSource,
): RecordValue {
  const { entity, by, lines } = follow;
  const id = textOf(source.row['id']);
  const self: FieldValue = { id, title: textOf(source.row[titleName(source.entity)]) || id.slice(0, 8) };
  const put = (own: EntityModel, field: string, value: FieldValue | undefined): RecordValue => {
    const to = fieldOf(own, field);
    const isPut = to !== undefined && value !== undefined && value !== null && rights.gives(own, to.apiName, 'create');
    return isPut ? { [to.apiName]: value } : {};
  };
  const head = merged([
    ...follow.shared.map((field) => put(entity, field, read(source.entity, source.value, field))),
    ...(follow.isByLine ? [] : [put(entity, by.id, self)]),
  ]);
  const type = lines?.field.type;
  const line = type?.kind === 'lines' ? entityById(model, type.of) : undefined;
  if (lines === undefined || line === undefined) return head;
  const { open, copied } = lines;
  if (open !== undefined && source.open !== undefined) {
    const { entity: book, rows } = source.open;
    const made = rows.map((row) =>
      merged([
        ...open.ofLine.map(({ dimension, field }) => put(line, field, read(book, row, dimension))),
        put(line, open.amount, read(book, row, open.measure)),
      ]),
    );
    const [first] = rows;
    const said =
      first === undefined
        ? []
        : open.ofDocument.map(({ dimension, field }) => put(entity, field, read(book, first, dimension)));
    return merged([...said, head, put(entity, lines.field.id, made)]);
  }
  const from = copied === undefined ? undefined : fieldOf(source.entity, copied.from.id);
  const theirs = from?.type.kind === 'lines' ? entityById(model, from.type.of) : undefined;
  if (copied === undefined || from === undefined || theirs === undefined) return head;
  const rows = recordsIn(source.value[from.apiName]).map((row) =>
    merged(copied.fields.map((field) => put(line, field, read(theirs, row, field)))),
  );
  return merged([head, put(entity, lines.field.id, rows)]);
}

function merged(values: readonly RecordValue[]): RecordValue {
  return Object.fromEntries(values.flatMap((value) => Object.entries(value)));
}

function fieldOf(entity: EntityModel, id: string): FieldModel | undefined {
  return entity.fields.find((field) => field.id === id);
}

function read(entity: EntityModel, value: RecordValue, id: string): FieldValue | undefined {
  const field = fieldOf(entity, id);
  return field === undefined ? undefined : value[field.apiName];
}
