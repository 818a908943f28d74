import { printSchema } from 'graphql';
import { issue, must, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import { diffModels } from '../../../schema/model/diff.ts';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { planGraphql } from '../../compile/graphql-plan.ts';
import type { JsonDocument } from '../../db/control-entities.ts';
import { templateVersion } from '../../db/control-templates.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import type { TestOutcome } from '../../tenancy/template-trials.ts';
import { apiChanges, type ApiChange } from '../api-changes.ts';
import { compileShape } from '../tenant/compiled-shape.ts';
import { changeSides, type ChangeSides, type Side } from './change-views.ts';
import { exampleQuery } from './example-query.ts';
import { renderedIssues } from './issue-types.ts';
import { tenantFor, type PlatformContext, type TenantGrant } from './platform-context.ts';
import { NOTHING, requestOf, type PlanInput } from './template-service.ts';
import type { TemplateTestType } from './draft-types.ts';

/** Two templates compared. */
export interface Compared {
  readonly from: number | null;
  readonly to: number | null;
  readonly changes: readonly ChangeSides[];
  /** What keeps either from meaning anything. */
  readonly issues: readonly Issue[];
}

/** The changes from one published version to another, either way. VERSION_UNKNOWN. */
export async function compareVersions(
  context: PlatformContext,
  input: { readonly tenant: string; readonly from: number; readonly to: number },
): Promise<Result<Compared>> {
  const granted = await tenantFor(context, input.tenant, 'belong');
  if (!granted.ok) return granted;
  const [before, after] = [
    await versionDocument(context, granted.value, input.from),
    await versionDocument(context, granted.value, input.to),
  ];
  const unknown = [
    ...(before === null ? [issue('VERSION_UNKNOWN', '/from', { version: input.from })] : []),
    ...(after === null ? [issue('VERSION_UNKNOWN', '/to', { version: input.to })] : []),
  ];
  if (before === null || after === null) return refused(unknown);
  return ok({ from: input.from, to: input.to, ...compared(context, before, after) });
}

/** The changes of a draft, or of a document, from the version that it was made from. DRAFT_UNKNOWN, VERSION_UNKNOWN. */
export async function draftChanges(context: PlatformContext, input: PlanInput): Promise<Result<Compared>> {
  const found = await draftOf(context, input);
  if (!found.ok) return found;
  const { granted, document, baseVersion } = found.value;
  const before = baseVersion === 0 ? EMPTY : await versionDocument(context, granted, baseVersion);
  if (before === null) return refused([issue('VERSION_UNKNOWN', '/baseVersion', { version: baseVersion })]);
  return ok({ from: baseVersion === 0 ? null : baseVersion, to: null, ...compared(context, before, document) });
}

/** Runs the template's own tests against the draft, in a tenant made for them. Whatever is wrong with the document. */
export async function templateTests(
  context: PlatformContext,
  input: PlanInput & { readonly only?: readonly string[] | undefined },
): Promise<Result<readonly TemplateTestType[]>> {
  const found = await draftOf(context, input);
  if (!found.ok) return found;
  const { granted, document } = found.value;
  const { publishing } = context.services;
  const resolved = publishing.resolve(document);
  if (!resolved.ok) return resolved;
  const { database } = placeOf(publishing.cells, granted.tenant);
  const { only } = input;
  const { locale } = context;
  const tryTests = must(publishing.tryTests, 'a server that runs tests');
  const outcomes = await tryTests(
    { ...resolved.value, document, database },
    { locale, ...(only === undefined ? {} : { only }) },
  );
  return ok(outcomes.map((outcome) => testView(outcome, locale)));
}

/** The API that the draft would make, and how it differs from that of the version it was made from. */
export async function draftApi(
  context: PlatformContext,
  input: PlanInput,
): Promise<
  Result<{ readonly sdl: string; readonly changes: readonly ApiChange[]; readonly exampleQuery: string | null }>
> {
  const found = await draftOf(context, input);
  if (!found.ok) return found;
  const { granted, document, baseVersion } = found.value;
  const resolved = context.services.publishing.resolve(document);
  if (!resolved.ok) return resolved;
  const { model } = resolved.value;
  const base = baseVersion === 0 ? null : await versionDocument(context, granted, baseVersion);
  const before = base === null ? null : sideOf(context, base).side.model;
  const schema = compileShape(model).accessOf([OWNER_ROLE]).visibleSchema();
  const shown = shownEntity(before, model);
  return ok({
    sdl: `${printSchema(schema)}\n`,
    changes: before === null ? [] : apiChanges(planGraphql(before), planGraphql(model)),
    exampleQuery: shown === undefined ? null : exampleQuery(schema, shown),
  });
}

interface FoundDraft {
  readonly granted: TenantGrant;
  readonly document: JsonDocument;
  readonly baseVersion: number;
}

async function draftOf(context: PlatformContext, input: PlanInput): Promise<Result<FoundDraft>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const request = await requestOf(context, granted.value, input);
  if (!request.ok) return request;
  const { document, baseVersion } = request.value;
  return ok({ granted: granted.value, document, baseVersion });
}

/** Before the first version everything is new. */
const EMPTY: JsonDocument = { entities: [] };

async function versionDocument(
  { services }: PlatformContext,
  { id }: TenantGrant,
  version: number,
): Promise<JsonDocument | null> {
  return (await templateVersion(services.publishing.control, id, version))?.document ?? null;
}

function sideOf(
  { services }: PlatformContext,
  document: JsonDocument,
): { readonly side: Side; readonly issues: readonly Issue[] } {
  if (document === EMPTY) return { side: { document, model: NOTHING }, issues: [] };
  const resolved = services.publishing.resolve(document);
  return resolved.ok
    ? { side: { document, model: resolved.value.model }, issues: [] }
    : { side: { document, model: null }, issues: resolved.issues };
}

function compared(
  context: PlatformContext,
  before: JsonDocument,
  after: JsonDocument,
): Pick<Compared, 'changes' | 'issues'> {
  const [old, now] = [sideOf(context, before), sideOf(context, after)];
  return { changes: changeSides(old.side, now.side, context.locale), issues: [...old.issues, ...now.issues] };
}

/** What an example is best about: the entity that changes most, else the first that is no line. */
function shownEntity(before: Model | null, { entities, ...model }: Model): EntityModel | undefined {
  const counts = new Map<string, number>();
  if (before !== null)
    for (const { entity = '' } of diffModels(before, { entities, ...model }))
      counts.set(entity, (counts.get(entity) ?? 0) + 1);
  const [most] = [...counts].filter(([id]) => entities.some((one) => one.id === id)).toSorted(([, a], [, b]) => b - a);
  return entities.find(({ id }) => id === most?.[0]) ?? entities.find(({ kind }) => kind !== 'line') ?? entities[0];
}

const WORDS = {
  holds: { en: '“{label}” holds.', 'zh-CN': '“{label}”通过。' },
  fails: { en: '“{label}” does not hold: {found}', 'zh-CN': '“{label}”未通过：{found}' },
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

function testView({ id, label, origin, ms, issues }: TestOutcome, locale: Locale): TemplateTestType {
  const rendered = renderedIssues(issues, locale);
  const holds = issues.length === 0;
  const name = textIn(label, locale);
  const found = rendered.map(({ message }) => message).join(locale === 'en' ? ' ' : '');
  const sentence = WORDS[holds ? 'holds' : 'fails'][locale]
    .replace('{label}', () => name)
    .replace('{found}', () => found);
  return { id, label: name, origin, holds, sentence, ms, issues: rendered };
}
