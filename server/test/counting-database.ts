import type { Database } from '../db/database.ts';

/** A database that counts what is asked of it, so that an N+1 can't come back unseen. */
export function countingDatabase(database: Database): { readonly database: Database; readonly taken: () => number } {
  let count = 0;
  return {
    database: {
      ...database,
      kysely: database.kysely,
      query: (statement) => {
        count += 1;
        return database.query(statement);
      },
      readAsTenant: (scope, statement) => {
        count += 1;
        return database.readAsTenant(scope, statement);
      },
      readRowAsTenant: (scope, statement) => {
        count += 1;
        return database.readRowAsTenant(scope, statement);
      },
      transaction: (options, work) => {
        count += 1;
        return database.transaction(options, work);
      },
    },
    taken: () => {
      const taken = count;
      count = 0;
      return taken;
    },
  };
}
