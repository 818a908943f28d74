/**
 * What the bench asks of each system. All run on one PostgreSQL and answer the same questions about the same data:
 * 10,000 customers, 5,000 products, 200,000 orders, 800,000 lines, made from a seed.
 *
 * Systems other than Formwork use the tables of the schema `plain`, made as one would write them by hand (the same
 * ids and values as the tenant's own tables, and the indexes that the workloads need); they are described in
 * `plain-schema.ts`.
 */

/**
 * W1 one order with customer, lines and their products · W2 50 orders of a status up to a day, newest first, with
 * customer, lines and products · W3 1,000 flat orders of 10 columns · W4 sum and count by status · W5 20 orders deep in
 * the list, by cursor where the system has one · W6 create an order with 5 lines · W7 is W2 as a user whose role has
 * row and field rules · W8 a transition that posts 5 ledger movements and awards points.
 */
export type Workload = 'W1' | 'W2' | 'W3' | 'W4' | 'W5' | 'W6' | 'W7' | 'W8';

export type SystemName = 'sql' | 'formwork' | 'postgraphile' | 'usual' | 'directus';

/** Where a system finds its data. `samples` are what requests are made of; request `index` uses sample `index % length`. */
export interface BenchPlace {
  /** The bench's database, as its owner. */
  readonly databaseUrl: string;
  /** A folder for what is installed or kept between runs; the database is a fresh copy in each run. */
  readonly folder: string;
  readonly port: number;
  readonly samples: Samples;
}

export interface Samples {
  /** W1. */
  readonly orderIds: readonly string[];
  /** W2, W7: orders of the status that were ordered on the day or before. */
  readonly lists: readonly { readonly status: string; readonly until: string }[];
  /** W3: 1,000 orders ordered on the day or before, newest first (then by id, descending). */
  readonly days: readonly string[];
  /** W5: the order after which 20 follow, newest first; `offset` of it is its place in the whole list. */
  readonly deep: readonly { readonly orderedOn: string; readonly id: string; readonly offset: number }[];
  /** W6: what is created. */
  readonly creates: readonly {
    readonly customer: string;
    readonly orderedOn: string;
    readonly lines: readonly { readonly product: string; readonly quantity: number; readonly price: string }[];
  }[];
  /** W8: drafts of 5 lines, each confirmed once; the caller never gives an index twice to systems of the same tables. */
  readonly confirms: readonly string[];
}

export interface BenchRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface BenchSystem {
  readonly name: SystemName;
  /** What the table calls it, with its version. */
  readonly title: string;
  readonly version: string;
  /** Installs what is not there yet, once; an error is told and the system left out. */
  readonly prepare: (place: BenchPlace) => Promise<void>;
  /** Starts its server as a process of its own (`command` is prefixed by the caller's pinning), ready to answer. */
  readonly start: (place: BenchPlace, pin: readonly string[]) => Promise<RunningSystem>;
}

export interface RunningSystem {
  readonly pid: number;
  /** From the start of the process to its first whole answer of W1, in milliseconds. */
  readonly startMs: number;
  /** `undefined` where the system does not do the workload. */
  readonly request: (workload: Workload, index: number) => BenchRequest | undefined;
  /** The answer in the form that all systems share (`canonical.ts`), or an error thrown when it is none. */
  readonly read: (workload: Workload, body: string) => unknown;
  readonly stop: () => Promise<void>;
}
