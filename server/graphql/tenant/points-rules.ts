import { ok } from '../../../schema/core/result.ts';
import type { Text } from '../../../schema/core/text.ts';
import type { AwardModel, LimitModel } from '../../../schema/model/behaviour.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import {
  compareDecimal,
  decimalText,
  DECIMAL_ZERO,
  parseDecimal,
  subtractDecimal,
} from '../../../schema/core/decimal.ts';
import { booksOf, budgetKey, limitKeyNow } from '../../compile/award-plan.ts';
import { limitSays, ruleSentences, type RuleSentence } from '../../compile/award-sentences.ts';
import { codeRows, codeTitles, type Execute } from '../../db/points-awards.ts';
import { instant, personOf, plain, readPoints, told } from './points-context.ts';
import { jsonOf } from './points-why.ts';
import type { Service, ServiceCall } from './services.ts';

/**
 * Every rule in words, with what its budget and my limits have left, and how it has changed (SPEC [PTS-12]): what the
 * rules page shows to everybody.
 */
export const rulesService: Service = async (call) => {
  const { request } = call;
  const { model } = request.shape;
  return ok(
    await readPoints(request, async (execute) => {
      const rowOfCode = await codeRows(execute, model);
      const titleOf = await codeTitles(execute, model, (entity) => showsTitles(call, entity));
      const history = await versionsOf(execute);
      return Promise.all(
        model.behaviour.awards.map(async (award) => {
          const ledger = model.behaviour.ledgers.find(({ id }) => id === award.ledger);
          const key = budgetKey({ model, rowOfCode }, award);
          return {
            id: award.id,
            label: told(request, award.label),
            ledger: award.ledger,
            unit: ledger?.unit ?? null,
            sentences: sentencesAnswer(
              call,
              ruleSentences(model, award, (dimension, code) => {
                const { budget } = booksOf(model.behaviour, award);
                return titleOf(budget.dimensions.find(({ id }) => id === dimension)?.entity ?? '', code);
              }),
            ),
            limits: await Promise.all(award.limits.map((limit) => limitAnswer(call, execute, { award, limit }))),
            budgetLeft:
              key === undefined ? '0' : await balanceOf(execute, booksOf(model.behaviour, award).budget.id, key),
            history: history
              .filter(({ rule }) => rule === award.id)
              .map((version) => ({
                templateVersion: version.template_version,
                at: instant(version.at),
                sentences: sentencesAnswer(call, jsonOf(version.says) as readonly RuleSentence[]),
              })),
          };
        }),
      );
    }),
  );
};

/** Rules are for everybody to read: titles are told where the reader sees all of them. */
function showsTitles({ caller }: ServiceCall, { id, title }: EntityModel): boolean {
  return caller.access.rows(id, 'read') === 'all' && caller.access.fieldRows(id, title, 'show') === 'all';
}

interface VersionRow {
  readonly rule: string;
  readonly template_version: number;
  readonly at: string;
  readonly says: unknown;
}

async function versionsOf(execute: Execute): Promise<readonly VersionRow[]> {
  return execute<VersionRow>(
    `select rule, template_version, at, says from "@tenant".fw_award_rule order by template_version desc`,
    [],
  );
}

function sentencesAnswer({ request }: ServiceCall, sentences: readonly RuleSentence[]): readonly object[] {
  const text = (says: Text, locale: string): string => says[locale] ?? '';
  return sentences.map(({ topic, says }) => ({
    topic,
    text: told(request, says),
    en: text(says, 'en'),
    zhCN: text(says, 'zh-CN'),
  }));
}

/** What of a cap the reader has left now; caps on something of a record have no such number. */
async function limitAnswer(
  { request }: ServiceCall,
  execute: Execute,
  { award, limit }: { readonly award: AwardModel; readonly limit: LimitModel },
): Promise<object> {
  const person = personOf(request);
  const { max } = limit;
  const isOfRecord = limit.per.some(({ kind }) => kind === 'value');
  const base = {
    id: limit.id,
    text: told(request, limitSays(request.shape.model, limit)),
    max: max ?? null,
    cooldown: limit.cooldown ?? null,
  };
  if (max === undefined || isOfRecord || !person.ok) return { ...base, left: null };
  const key = limitKeyNow(limit, {
    user: person.value,
    now: request.now().toISOString(),
    timeZone: request.tenant.timeZone,
  });
  const used = await balanceOf(execute, `@limit.${award.id}.${limit.id}`, key);
  return { ...base, left: atLeastZero(max, used) };
}

/** A bound less what is used of it. */
export function atLeastZero(max: string, used: string): string {
  const left = subtractDecimal(parseDecimal(max) ?? DECIMAL_ZERO, parseDecimal(used) ?? DECIMAL_ZERO);
  return compareDecimal(left, DECIMAL_ZERO) < 0 ? '0' : decimalText(left);
}

/** The first measure of one balance. */
export async function balanceOf(
  execute: Execute,
  book: string,
  key: Readonly<Record<string, string | null>>,
): Promise<string> {
  const [row] = await execute<{ readonly amount: string }>(
    `select m0::text as amount from "@tenant".fw_balance
      where book = $1 and key = (select jsonb_strip_nulls($2::jsonb)::text)`,
    [book, JSON.stringify(key)],
  );
  return plain(row?.amount ?? '0');
}
