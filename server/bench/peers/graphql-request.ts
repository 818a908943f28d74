import type { BenchRequest } from '../contract.ts';

type Row = Readonly<Record<string, unknown>>;

/** A GraphQL request as clients send it: one document per workload, what differs in the variables. */
export function graphqlRequest(
  query: string,
  variables: Row = {},
  headers: Readonly<Record<string, string>> = {},
): BenchRequest {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  };
}

/** The data of an answer; any error in it is thrown. */
export function dataOf(body: string): Row {
  const answer: unknown = JSON.parse(body);
  const { data, errors } = Object(answer) as { readonly data?: unknown; readonly errors?: unknown };
  if (errors !== undefined) throw new Error(`the answer has errors: ${JSON.stringify(errors).slice(0, 500)}`);
  if (typeof data !== 'object' || data === null) throw new Error(`the answer has no data: ${body.slice(0, 500)}`);
  return data as Row;
}

/** The sample that request `index` is made of. */
export function sampleOf<T>(samples: readonly T[], index: number): T {
  const sample = samples[index % samples.length];
  if (sample === undefined) throw new Error('a workload has no samples');
  return sample;
}

/** The total of an order, in the text form of a decimal; prices have up to two places. */
export function totalOf(lines: readonly { readonly quantity: number; readonly price: string }[]): string {
  const cents = lines.reduce((sum, { quantity, price }) => sum + BigInt(quantity) * centsOf(price), 0n);
  const digits = cents.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function centsOf(price: string): bigint {
  const [whole = '0', part = ''] = price.split('.');
  return BigInt(whole + part.padEnd(2, '0').slice(0, 2));
}
