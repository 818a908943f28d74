import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import type { EntityModel, FieldModel, Model } from '../../../schema/model/model.ts';
import type { ReportDef } from '../../../schema/template/template-rules.ts';
import type { Template } from '../../../schema/template/template.ts';
import type { TileDef } from '../../../schema/template/template-views.ts';
import type { BoardText } from './board-texts.ts';
import { boardItemId, reportTargets, takenIds } from './board-target.ts';

/** Something that could be on a dashboard, as people would say it; with the report that it needs and that is not there yet. */
export interface Suggestion {
  readonly key: string;
  readonly label: string;
  /** What it is found by, the names of all languages among it. */
  readonly words: readonly string[];
  readonly tile: TileDef;
  readonly report?: ReportDef;
}

interface Place {
  readonly template: Template;
  readonly model: Model;
  readonly locale: Locale;
  readonly text: BoardText;
  readonly taken: readonly string[];
}

/** Everything that can be put on a dashboard: what is there first, then what the objects would give (SPEC [RPT-11]). */
export function tileSuggestions(
  { template, model }: { readonly template: Template; readonly model: Model },
  { locale, text }: { readonly locale: Locale; readonly text: BoardText },
): readonly Suggestion[] {
  const place: Place = { template, model, locale, text, taken: takenIds(template) };
  const entities = model.entities.filter(({ parent, kind }) => parent === undefined && kind !== 'log');
  return [
    ...reportSuggestions(place),
    ...listSuggestions(place),
    ...entities.flatMap((entity) => entitySuggestions(entity, place)),
    {
      key: 'text',
      label: text('aText'),
      words: ['text', '文字', '标题', 'heading'],
      tile: { id: 'text', kind: 'text', text: { [locale]: text('textFirst') }, width: 'full' },
    },
  ];
}

function reportSuggestions({ template, locale, text }: Place): readonly Suggestion[] {
  return reportTargets(template).map(({ id, label, body }) => ({
    key: `report ${id}`,
    label: text('reportOf', { what: textIn(label, locale) || id }),
    words: wordsOf(label, id),
    tile: { id, kind: 'chart', view: id, width: body.chart === 'pie' ? 'third' : 'half' },
  }));
}

function listSuggestions({ template, locale, text }: Place): readonly Suggestion[] {
  return (template.views ?? []).flatMap((view) =>
    view.kind !== 'list'
      ? []
      : [
          {
            key: `list ${view.id}`,
            label: text('listOf', { what: textIn(view.label, locale) || view.id }),
            words: wordsOf(view.label, view.id),
            tile: { id: view.id, kind: 'list' as const, view: view.id, width: 'half' as const },
          },
        ],
  );
}

function entitySuggestions(entity: EntityModel, place: Place): readonly Suggestion[] {
  const { text, locale } = place;
  const what = textIn(entity.label, locale) || entity.id;
  const amounts = entity.fields.filter(({ type, secret }) => AMOUNTS.has(type.kind) && !secret).slice(0, AMOUNTS_MAX);
  const [amount] = amounts.filter(({ type }) => type.kind === 'money');
  const numbers: readonly Suggestion[] = [
    {
      key: `count ${entity.id}`,
      label: text('numberOf', { what }),
      words: wordsOf(entity.label, entity.id),
      tile: {
        id: `count${entity.id}`,
        kind: 'number',
        label: labelOf(text('numberOf', { what }), locale),
        of: entity.id,
        fn: 'count',
      },
    },
    ...amounts.map((field): Suggestion => {
      const label = text('sumOf', { what, field: textIn(field.label, locale) });
      return {
        key: `sum ${entity.id} ${field.id}`,
        label,
        words: [...wordsOf(entity.label, entity.id), ...wordsOf(field.label, field.id)],
        tile: {
          id: `sum${entity.id}`,
          kind: 'number',
          label: labelOf(label, locale),
          of: entity.id,
          fn: 'sum',
          field: field.id,
        },
      };
    }),
  ];
  const groups: readonly Grouping[] = [
    ...(entity.workflow === undefined ? [] : [{ id: 'state', label: STATE }]),
    ...entity.fields
      .filter(({ type, secret }) => GROUPS.has(type.kind) && !secret)
      .map(({ id, label }) => ({ id, label })),
  ];
  const date =
    entity.fields.find(({ type }) => type.kind === 'date') ??
    entity.fields.find(({ type }) => type.kind === 'datetime');
  const monthly = monthlySuggestion(entity, { ...place, what, amount, date: date?.id ?? 'createdAt' });
  return [...numbers, monthly, ...groups.map((group) => groupSuggestion(entity, { ...place, what, amount, group }))];
}

interface Grouping {
  readonly id: string;
  readonly label: Text;
}

const STATE: Text = { en: 'State', 'zh-CN': '状态' };
const AMOUNTS: ReadonlySet<string> = new Set(['money', 'quantity', 'decimal', 'int']);
const GROUPS: ReadonlySet<string> = new Set(['enum', 'ref', 'user', 'org', 'bool']);
const AMOUNTS_MAX = 6;

interface Counted extends Place {
  readonly what: string;
  readonly amount: FieldModel | undefined;
}

function monthlySuggestion(entity: EntityModel, counted: Counted & { readonly date: string }): Suggestion {
  const { text, what, amount, date, locale } = counted;
  const field = amount === undefined ? '' : textIn(amount.label, locale);
  const label = amount === undefined ? text('monthly', { what }) : text('sumMonthly', { what, field });
  const words = [...wordsOf(entity.label, entity.id), ...wordsOf(amount?.label, ''), 'month', '月', '趋势', 'trend'];
  const group = { id: 'month', field: date, bucket: 'month' as const };
  return charted(entity, counted, {
    label,
    words,
    report: { groupBy: [group], sort: [{ field: 'month' }], chart: 'line' },
  });
}

function groupSuggestion(entity: EntityModel, counted: Counted & { readonly group: Grouping }): Suggestion {
  const { text, what, amount, group, locale } = counted;
  const name = textIn(group.label, locale) || group.id;
  const field = amount === undefined ? '' : textIn(amount.label, locale);
  const label = amount === undefined ? text('by', { what, group: name }) : text('sumBy', { what, field, group: name });
  const words = [...wordsOf(entity.label, entity.id), ...wordsOf(group.label, group.id), ...wordsOf(amount?.label, '')];
  const sort = [{ field: amount === undefined ? 'count' : String(amount.id), direction: 'desc' as const }];
  return charted(entity, counted, { label, words, report: { groupBy: [{ id: group.id }], sort, chart: 'bar' } });
}

function charted(
  entity: EntityModel,
  { amount, locale, taken }: Counted,
  made: { readonly label: string; readonly words: readonly string[]; readonly report: Omit<ReportDef, 'id' | 'of'> },
): Suggestion {
  const group = made.report.groupBy?.[0];
  const id = boardItemId(`${entity.id} by ${group?.id ?? ''}`, taken);
  const count = { id: 'count', fn: 'count' as const };
  const measures = amount === undefined ? [count] : [{ id: amount.id, fn: 'sum' as const, field: amount.id }];
  const report: ReportDef = { id, label: labelOf(made.label, locale), of: entity.id, ...made.report, measures };
  return {
    key: `chart ${entity.id} ${group?.id ?? ''}`,
    label: made.label,
    words: made.words,
    tile: { id, kind: 'chart', view: id, width: 'half' },
    report,
  };
}

function labelOf(label: string, locale: Locale): Text {
  return { [locale]: label };
}

function wordsOf(label: Text | undefined, id: string): readonly string[] {
  return [...Object.values(label ?? {}), id].filter((word) => word !== '');
}

/** Whether each word that was typed is found among a suggestion's, so that “customer amount” finds both. */
export function isMeant(
  typed: string,
  { label, words }: Suggestion,
  matches: (typed: string, texts: readonly string[]) => boolean,
): boolean {
  return typed
    .trim()
    .split(/\s+/)
    .every((word) => matches(word, [label, ...words]));
}
