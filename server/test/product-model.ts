/** A product as the API shows it. */
export interface ProductRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly price: string;
  readonly inBin: boolean;
}

/** What an operation must come to: a row, or an issue code. */
export type Outcome = ProductRow | string;

/** A place in the list of products in order of name. */
export interface Place {
  readonly name: string;
  readonly id: string;
}

/**
 * What one tenant's products must be after each operation: the same rules as the server's, in the simplest form, with
 * nothing in it that knows of other tenants.
 */
export class ProductModel {
  readonly rows = new Map<string, ProductRow>();
  private readonly names = new Map<string, string>();
  private readonly answers = new Map<string, { readonly request: string; readonly row: ProductRow }>();

  /** The live row of that name. */
  named(name: string): ProductRow | undefined {
    return this.rows.get(this.names.get(name) ?? '');
  }

  live(): readonly ProductRow[] {
    return [...this.names.values()].flatMap((id) => this.rows.get(id) ?? []);
  }

  /** What is answered instead of doing it again, when the key was used before. */
  replay(key: string | null, request: string): Outcome | undefined {
    const known = key === null ? undefined : this.answers.get(key);
    if (known === undefined) return undefined;
    return known.request === request ? known.row : 'IDEMPOTENCY_MISMATCH';
  }

  remember(key: string | null, request: string, row: ProductRow): void {
    if (key !== null) this.answers.set(key, { request, row });
  }

  /** `id` is the one that the server made. */
  create(input: { readonly name: string; readonly price: string }, id: string): Outcome {
    if (this.named(input.name) !== undefined) return 'RECORD_NOT_UNIQUE';
    return this.put({ id, version: 1, ...input, inBin: false });
  }

  update(id: string, version: number, price: string): Outcome {
    const row = this.rows.get(id);
    if (row === undefined || row.inBin) return 'NOT_FOUND';
    if (row.version !== version) return 'VERSION_CONFLICT';
    return this.put({ ...row, version: version + 1, price });
  }

  upsert(input: { readonly name: string; readonly price: string }, id: string): Outcome {
    const row = this.named(input.name);
    return row === undefined ? this.create(input, id) : this.update(row.id, row.version, input.price);
  }

  remove(id: string, version: number): Outcome {
    const row = this.rows.get(id);
    if (row === undefined || row.inBin) return 'NOT_FOUND';
    if (row.version !== version) return 'VERSION_CONFLICT';
    return this.put({ ...row, version: version + 1, inBin: true });
  }

  /** A row that is not in the bin stays as it is. */
  restore(id: string): Outcome {
    const row = this.rows.get(id);
    if (row === undefined) return 'NOT_FOUND';
    if (!row.inBin) return row;
    if (this.named(row.name) !== undefined) return 'RECORD_NOT_UNIQUE';
    return this.put({ ...row, version: row.version + 1, inBin: false });
  }

  /** Live rows of at least that price, by name, after a place; and how many there are without the place. */
  page(
    filter: { readonly prefix: string; readonly least: number },
    after: Place | null,
    first: number,
  ): { readonly total: number; readonly rows: readonly ProductRow[] } {
    const matching = this.live()
      .filter(({ name, price }) => name.startsWith(filter.prefix) && Number(price) >= filter.least)
      .sort((a, b) => compare(a, b));
    const rows = matching.filter((row) => after === null || compare(row, after) > 0).slice(0, first);
    return { total: matching.length, rows };
  }

  put(row: ProductRow): ProductRow {
    this.rows.set(row.id, row);
    if (!row.inBin) this.names.set(row.name, row.id);
    else if (this.names.get(row.name) === row.id) this.names.delete(row.name);
    return row;
  }
}

/** By code point, as the test database's collation orders. */
function compare(a: Place, b: Place): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
