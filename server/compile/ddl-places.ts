import { sqlName, type SqlName } from '../../schema/core/ids.ts';

/** Where statements are carried out, and for whom: all that those of one shape differ in. */
export interface DdlPlace {
  readonly schema: SqlName;
  readonly role: SqlName;
  readonly lockKey: string;
}

/** Stand for a tenant's own: no statement says these otherwise. */
const ANYWHERE: DdlPlace = {
  schema: sqlName('t_any_schema_of_ours'),
  role: sqlName('t_any_role_of_ours'),
  lockKey: '7205759403792793601',
};

/** Names that need no quoting within quotes of any kind. */
const PLAIN_NAME = /^[a-z0-9_]+$/;
const NUMBER = /^-?\d+$/;

/** Statements that are made once, with the names of whatever tenant they are for put in. */
export function placedTexts(make: (place: DdlPlace) => readonly string[]): (place: DdlPlace) => readonly string[] {
  let texts: readonly string[] | undefined;
  return (place) => {
    const { schema, role, lockKey } = place;
    if (!PLAIN_NAME.test(schema) || !PLAIN_NAME.test(role) || !NUMBER.test(lockKey)) return make(place);
    texts ??= make(ANYWHERE);
    return texts.map((text) =>
      text.replaceAll(ANYWHERE.schema, schema).replaceAll(ANYWHERE.role, role).replaceAll(ANYWHERE.lockKey, lockKey),
    );
  };
}
