/** What makes a field's value, in a template and in its model alike. */
interface Making {
  readonly formula?: unknown;
  readonly rollup?: unknown;
  readonly balance?: unknown;
}

/** Whether the server makes the value of a field from others: nobody gives it. */
export function isComputed({ formula, rollup, balance }: Making): boolean {
  return (formula ?? rollup ?? balance) !== undefined;
}
