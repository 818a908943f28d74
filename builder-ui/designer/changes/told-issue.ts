import { ISSUES, renderIssue, type IssueCode, type RenderedIssue } from '../../../schema/core/issues.ts';
import type { Issue, IssueParams } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { issueInWords, type IssueReader } from '../../../schema/model/issue-words.ts';
import { isFieldKind } from '../../../schema/template/field-types.ts';
import type { Template } from '../../../schema/template/template.ts';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import { entityName } from './place-link.ts';
import { propertyWords } from './property-words.ts';

/** A mistake in the words of the pages: things by their labels, types and properties as they are called there. */
export function toldIssue(found: Issue, reader: IssueReader): RenderedIssue {
  const named = issueInWords(found, reader);
  const isFormula = found.code.startsWith('EXPR_');
  return renderIssue({ ...named, params: inPageWords(named.params, reader, isFormula) }, reader.locale);
}

/** What the server told, anew in those words; a code that this page does not know stays as it came. */
export function toldAnew<Wire extends WireIssue>(wire: Wire, reader: IssueReader): Wire {
  const { code, path, params } = wire;
  if (!isCode(code)) return wire;
  const { message, cure } = toldIssue({ code, path, params: paramsOf(params) }, reader);
  return { ...wire, message, cure };
}

interface WireIssue {
  readonly code: string;
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly cure: string;
}

const TYPES: ReadonlySet<string> = new Set(['type', 'from', 'to', 'wanted', 'allowed']);
const PROPERTIES: ReadonlySet<string> = new Set(['attribute', 'key', 'allowed', 'how']);

/** Of what might be meant, so many are named. */
const KNOWN_MAX = 6;

function inPageWords(params: IssueParams, { template, locale }: IssueReader, isFormula: boolean): IssueParams {
  const said = (name: string, value: string): string => {
    if (isFormula && (name === 'given' || name === 'expected')) return typeWords(value, template, locale);
    if (TYPES.has(name) && isFieldKind(value)) return FIELD_TYPE_INFO[value].name[locale];
    return PROPERTIES.has(name) ? (propertyWords(value, locale) ?? value) : value;
  };
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value === 'string') return [name, said(name, value)];
      if (typeof value === 'number' || typeof value === 'boolean') return [name, value];
      const shown = name === 'known' ? value.slice(0, KNOWN_MAX) : value;
      return [name, [...shown.map((one) => said(name, one)), ...(shown.length < value.length ? ['…'] : [])]];
    }),
  );
}

/** Types of expressions: `int`, `list of text`, `Customer record`. */
function typeWords(types: string, template: Template, locale: Locale): string {
  return types
    .replaceAll(/(\w+) record/g, (_, id: string) => entityName(template, id, locale))
    .replaceAll(/list of /g, locale === 'en' ? 'list of ' : '列表：')
    .replaceAll(/\b[a-z]+\b/g, (word) => (isFieldKind(word) ? FIELD_TYPE_INFO[word].name[locale] : word));
}

function isCode(code: string): code is IssueCode {
  return Object.hasOwn(ISSUES, code);
}

function paramsOf(params: Readonly<Record<string, unknown>>): IssueParams {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]): readonly [string, IssueParams[string]][] => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
      return Array.isArray(value) ? [[name, value.map(String)]] : [];
    }),
  );
}
