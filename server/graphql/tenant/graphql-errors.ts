import type { GraphQLError } from 'graphql';
import { renderIssue, type IssueCode } from '../../../schema/core/issues.ts';
import { issue, type Issue } from '../../../schema/core/result.ts';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { Model } from '../../../schema/model/model.ts';
import { graphqlWords } from '../graphql-words.ts';

/** An error as it goes over the wire. `message` is for people; programs read `extensions`. */
export interface WireError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** One error per problem, each with code, place, rule and cure, in the caller's language. */
export function issueErrors(
  issues: readonly Issue[],
  locale: Locale,
  { path, model }: { readonly path?: readonly (string | number)[]; readonly model?: Model } = {},
): readonly WireError[] {
  return issues.map((one) => {
    const { code, params } = one;
    const { message, cure } = renderIssue(model === undefined ? one : inWords(one, locale, model), locale);
    const { values, ...others } = params;
    const { entity, field, rule } = others;
    return {
      message,
      ...(path === undefined ? {} : { path }),
      extensions: {
        code,
        path: one.path,
        // Other places that take part in it, such as the lines that together took too much.
        ...(one.related === undefined || one.related.length === 0 ? {} : { related: one.related }),
        ...(entity === undefined ? {} : { entity }),
        ...(field === undefined ? {} : { field }),
        ...(rule === undefined ? {} : { rule }),
        params: others,
        // A conflict tells the values now, as data and not as text.
        ...(typeof values === 'string' ? { current: JSON.parse(values) as unknown } : {}),
        cure,
      },
    };
  });
}

/** Refusals by what the database guards: their texts are for who has never seen an id (SPEC [ERR-2]). */
const OF_RECORDS: ReadonlySet<IssueCode> = new Set([
  'RECORD_NOT_UNIQUE',
  'RECORD_REFERENCE_MISSING',
  'RECORD_IN_USE',
  'RECORD_REQUIRED',
  'RECORD_OUT_OF_BOUNDS',
]);

/** The entity and the fields by their labels, for the text alone; what programs read keeps the ids. */
function inWords(one: Issue, locale: Locale, model: Model): Issue {
  const entity = model.entities.find(({ id }) => id === one.params['entity']);
  if (!OF_RECORDS.has(one.code) || entity === undefined) return one;
  const fields = String(one.params['field'] ?? '').split(', ');
  const named = fields.map((id) => textIn(entity.fields.find((field) => field.id === id)?.label, locale) || id);
  return {
    ...one,
    params: {
      ...one.params,
      entity: textIn(entity.label, locale) || entity.id,
      field: named.join(locale === 'en' ? ', ' : '、'),
    },
  };
}

/** An error that graphql-js found in the document or its variables; `params.text` has its own words. */
export function documentError(error: GraphQLError, locale: Locale): WireError {
  const code = error.message.startsWith('Syntax Error') ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED';
  const place = variablePlace(error.message);
  const text = graphqlWords(error.message, locale);
  const { message, cure } = renderIssue(issue('GRAPHQL_INVALID', place, { text }), locale);
  return {
    message,
    ...(error.locations === undefined
      ? {}
      : { locations: error.locations.map(({ line, column }) => ({ line, column })) }),
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions: {
      code: typeof error.extensions['code'] === 'string' ? error.extensions['code'] : code,
      path: place,
      params: { text: error.message },
      cure,
    },
  };
}

/** `… at "input.lines[0].qty"; …`, as graphql-js names a place among the variables, as a JSON pointer. */
function variablePlace(message: string): string {
  const place =
    /^Variable "\$(\w+)" got invalid value .*? at "\w+([^"]*)"/.exec(message) ??
    /^Variable "\$(\w+)" got invalid value/.exec(message);
  if (place === null) return '';
  return `/${place[1] ?? ''}${(place[2] ?? '').replaceAll(/\[(\d+)\]/g, '/$1').replaceAll('.', '/')}`;
}

/** HTTP status of a refusal that came before execution (GraphQL over HTTP, §6.4). */
export function statusOf(codes: readonly IssueCode[]): number {
  if (codes.some((code) => code === 'DATABASE_UNAVAILABLE' || code === 'DATABASE_BUSY')) return 503;
  return codes.includes('INTERNAL') ? 500 : 200;
}
