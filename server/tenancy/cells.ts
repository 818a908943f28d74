import { issue, ok, refused, type Result } from '../../schema/core/result.ts';
import type { Tenant } from '../db/control-entities.ts';
import type { ControlPlane } from '../db/control-plane.ts';
import { addCell, listTenants } from '../db/control-tenants.ts';
import type { Database } from '../db/database.ts';

/** The cell that shares its database with the control plane; there is always one. */
export const HOME_CELL = 'home';

/** The databases by cell name. A tenant lives in one cell; the control plane in its own database. */
export interface Cells {
  readonly names: readonly string[];
  /** The database that holds the tenant's schema. Throws when the configuration has lost the tenant's cell. */
  databaseOf(tenant: Pick<Tenant, 'cell'>): Database;
  /** Every database once. */
  readonly databases: readonly Database[];
  /** The cell for a new tenant: the one with the fewest. */
  leastUsed(): Promise<string>;
}

/** The directory of cells: the control plane's own database, and those that the configuration adds by name. */
export async function openCells(
  control: ControlPlane,
  extra: ReadonlyMap<string, Database> = new Map(),
): Promise<Cells> {
  const databases = new Map<string, Database>([[HOME_CELL, control.database], ...extra]);
  for (const name of databases.keys()) await addCell(control, name);
  return {
    names: [...databases.keys()],
    databases: [...databases.values()],
    databaseOf({ cell }) {
      const database = databases.get(cell);
      if (database === undefined) throw new Error(`Broken invariant: cell ${cell} is not configured`);
      return database;
    },
    async leastUsed() {
      // Nearly every server has one: counting all tenants would be for nothing.
      if (databases.size === 1) return HOME_CELL;
      const used = new Map<string, number>([...databases.keys()].map((name) => [name, 0]));
      for (const { cell } of await listTenants(control)) used.set(cell, (used.get(cell) ?? 0) + 1);
      const [[least] = [HOME_CELL]] = [...used].sort(([, a], [, b]) => a - b);
      return least;
    },
  };
}

/** The cell of that name, or `CELL_UNKNOWN`. */
export function chosenCell(cells: Cells, name: string): Result<string> {
  return cells.names.includes(name) ? ok(name) : refused([issue('CELL_UNKNOWN', '/cell', { cell: name })]);
}
