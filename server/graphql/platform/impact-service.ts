import { LIMITS } from '../../../schema/core/limits.ts';
import { ok, type Result } from '../../../schema/core/result.ts';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import { describeChange } from '../../../schema/model/change-words.ts';
import type { ChangeKind, ModelChange } from '../../../schema/model/changes.ts';
import { diffModels } from '../../../schema/model/diff.ts';
import { accessOf } from '../../compile/access.ts';
import type { ImpactKind } from '../../tenancy/impact-questions.ts';
import { placeOf } from '../../tenancy/provision-tenant.ts';
import { ruleImpact, type RuleImpact } from '../../tenancy/rule-impact.ts';
import type { RuleImpactType } from './impact-types.ts';
import { tenantFor, type PlatformContext } from './platform-context.ts';
import { modelInForce, requestOf, versionInForce, type PlanInput } from './template-service.ts';

/**
 * What a document would do to the records there are, against the version in force (SPEC [PUB-22]). DRAFT_UNKNOWN, and
 * whatever is wrong with the document. Samples show what the caller may read of the records, and no more.
 */
export async function impactFor(
  context: PlatformContext,
  input: PlanInput,
): Promise<Result<readonly RuleImpactType[]>> {
  const granted = await tenantFor(context, input.tenant, 'publish');
  if (!granted.ok) return granted;
  const request = await requestOf(context, granted.value, input);
  if (!request.ok) return request;
  const { publishing } = context.services;
  const resolved = publishing.resolve(request.value.document);
  if (!resolved.ok) return resolved;
  const { tenant, roles } = granted.value;
  const before = await modelInForce(context, granted.value, await versionInForce(context, granted.value));
  if (before === null) return ok([]);
  const after = resolved.value.model;
  const access = accessOf(before, roles);
  const found = await ruleImpact({ place: placeOf(publishing.cells, tenant), tenant, before, after, access });
  const changes = diffModels(before, after);
  return ok(found.map((one) => impactView(one, changes, context.locale)));
}

/** Which kinds of change a question may come from, the likeliest first. */
const CHANGES_OF = {
  check: ['checkAdded', 'checkChanged'],
  required: ['requiredSet', 'behaviourChanged', 'fieldAdded'],
  unique: ['uniqueAdded', 'uniqueChanged', 'fieldTypeChanged', 'fieldAdded'],
  bound: ['boundsChanged', 'fieldTypeChanged'],
  pattern: ['patternChanged'],
  conversion: ['fieldTypeChanged'],
  option: ['optionRemoved', 'stateRemoved'],
  reference: ['fieldTypeChanged'],
  removed: ['fieldRemoved', 'entityRemoved'],
  computed: ['formulaChanged', 'formulaAdded'],
} as const satisfies Readonly<Record<ImpactKind, readonly ChangeKind[]>>;

function changeOf({ question }: RuleImpact, changes: readonly ModelChange[]): ModelChange | undefined {
  const { path, kind, entity, fields } = question;
  for (const wanted of CHANGES_OF[kind]) {
    const found = changes.find((change) => {
      if (change.kind !== wanted) return false;
      const isKey = kind === 'unique' && change.entity === entity.id;
      // A state is an option of the entity's own.
      if (wanted === 'stateRemoved') return fields.length === 0 && change.entity === entity.id;
      return (
        change.path === path ||
        change.path.startsWith(`${path}/`) ||
        (isKey && change.to === fields.map(({ id }) => id).join(', '))
      );
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function impactView(impact: RuleImpact, changes: readonly ModelChange[], locale: Locale): RuleImpactType {
  const { question, rows, checked, found, isExact, samples } = impact;
  const change = changeOf(impact, changes);
  const { fields, entity } = question;
  const named = fields.map(({ label }) => textIn(label, locale)).join(', ');
  return {
    path: change?.path ?? question.path,
    kind: question.kind,
    entity: entity.id,
    sentence: change === undefined ? `${textIn(entity.label, locale)}: ${named}` : describeChange(change, locale),
    rows,
    checked,
    wouldFail: question.counts === 'fails' ? found : found === null ? null : 0,
    wouldChange: question.counts === 'fails' ? (found === null ? null : 0) : found,
    isExact,
    blocks: question.blocks,
    samples,
    reason: reasonOf(impact, locale),
  };
}

type Words = Readonly<Record<Locale, string>>;

/** What was found, by what was counted: of all, of a sample, of none. */
const REASONS: Readonly<
  Record<RuleImpact['question']['counts'], { readonly all: Words; readonly none: Words; readonly sample: Words }>
> = {
  fails: {
    all: {
      en: '{found} of {rows} records of “{entity}” would fail this.',
      'zh-CN': '“{entity}”的 {rows} 条记录中有 {found} 条不满足。',
    },
    none: { en: 'All {rows} records of “{entity}” satisfy this.', 'zh-CN': '“{entity}”的 {rows} 条记录全部满足。' },
    sample: {
      en: 'Of a sample of {checked} of about {rows} records of “{entity}”, {found} would fail this.',
      'zh-CN': '“{entity}”约有 {rows} 条记录，抽查 {checked} 条，其中 {found} 条不满足。',
    },
  },
  changes: {
    all: {
      en: 'The value would change in {found} of {rows} records of “{entity}”.',
      'zh-CN': '“{entity}”的 {rows} 条记录中有 {found} 条的值会改变。',
    },
    none: {
      en: 'The value stays the same in all {rows} records of “{entity}”.',
      'zh-CN': '“{entity}”的 {rows} 条记录的值均不变。',
    },
    sample: {
      en: 'Of a sample of {checked} of about {rows} records of “{entity}”, the value would change in {found}.',
      'zh-CN': '“{entity}”约有 {rows} 条记录，抽查 {checked} 条，其中 {found} 条的值会改变。',
    },
  },
  drops: {
    all: {
      en: '{found} of {rows} records of “{entity}” have a value here. It is put aside for {days} days and can come back.',
      'zh-CN': '“{entity}”的 {rows} 条记录中有 {found} 条在此有值；删除后保留 {days} 天，可恢复。',
    },
    none: {
      en: 'None of the {rows} records of “{entity}” has a value here.',
      'zh-CN': '“{entity}”的 {rows} 条记录在此均无值。',
    },
    sample: {
      en: 'Of a sample of {checked} of about {rows} records of “{entity}”, {found} have a value here.',
      'zh-CN': '“{entity}”约有 {rows} 条记录，抽查 {checked} 条，其中 {found} 条在此有值。',
    },
  },
};

const UNKNOWN: Words = {
  en: 'The records can’t be asked beforehand: this reads what comes with the same change, or asks who is signed in.',
  'zh-CN': '无法提前检查：该规则用到了本次变更才有的内容，或取决于当前用户。',
};
const TOO_LONG: Words = {
  en: 'Asking “{entity}” took too long. Ask again when the server is less busy.',
  'zh-CN': '检查“{entity}”耗时过长，请在服务器空闲时重试。',
};
const AT_LEAST: Words = {
  en: ' There may be more, since records clash with others outside the sample.',
  'zh-CN': '实际可能更多，样本之外的记录也可能与之冲突。',
};

function reasonOf({ question, rows, checked, found, isExact, cause }: RuleImpact, locale: Locale): string {
  const number = new Intl.NumberFormat(locale);
  const values: Readonly<Record<string, string>> = {
    entity: textIn(question.entity.label, locale),
    found: number.format(found ?? 0),
    rows: number.format(rows),
    checked: number.format(checked),
    days: String(LIMITS.quarantineDays),
  };
  const words = REASONS[question.counts];
  const known = found === 0 ? words.none : words.all;
  const text = found === null ? (cause === 'time' ? TOO_LONG : UNKNOWN) : isExact ? known : words.sample;
  const more = found !== null && !isExact && question.needsAll ? AT_LEAST[locale] : '';
  return text[locale].replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '') + more;
}
