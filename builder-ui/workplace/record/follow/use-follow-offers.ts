import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useMemo } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { EvalContext } from '../../../../schema/expr/evaluate.ts';
import { followUps, type FollowUp } from '../../../../schema/model/follow-ups.ts';
import { typeNames } from '../../../../schema/model/names.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import type { RecordValue } from '../../../form-runtime/form-value.ts';
import { choicesWhere } from '../../documents/choices-where.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { allOf } from '../../documents/list-document.ts';
import { isApiRow, rowsOf } from '../../documents/row-values.ts';
import { refusal } from '../../refusal.ts';
import { fetchApiRights, rowsKey } from '../../use-api-rights.ts';
import { useRecordText } from '../record-texts.ts';
import type { StoredRecord } from '../use-record-row.ts';
import { anyRowsDocument, openLedger, openRows, type RowsAsk } from './follow-documents.ts';

/** A document that can be made of the record now. */
export interface FollowOffer {
  readonly follow: FollowUp;
  readonly label: string;
  /** The books keep something open that it takes: it is what comes next. */
  readonly isNext: boolean;
}

interface OffersAsk {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly context: EvalContext;
  readonly id: string;
  /** `undefined` where nothing can be made of it. */
  readonly stored: StoredRecord | undefined;
}

const NONE: readonly FollowOffer[] = [];

/**
 * The documents that follow from a record (SPEC [WRK-180]): those that the reader may make, that may refer to it as it
 * is, and for which the books still keep something open.
 */
export function useFollowOffers({ tenant, columning, context, id, stored }: OffersAsk): readonly FollowOffer[] {
  const client = useQueryClient();
  const { model, entity, rights, locale } = columning;
  const found = useMemo(
    () => followUps(model, entity).filter((follow) => rights.creates(follow.entity)),
    [model, entity, rights],
  );
  const query = useQuery<readonly FollowOffer[], ServerError>({
    queryKey: [...rowsKey(tenant.name, entity.id), 'follow', id, tenant.version, locale],
    queryFn: async () => {
      const value = stored?.value ?? {};
      const wanted = await Promise.all(
        found.map(async (follow) => ({
          follow,
          open: await openAsk(client, tenant, { follow, id, columning }),
          choice: choiceAsk(follow, { columning, context, id, value }),
        })),
      );
      const asks = wanted.flatMap(({ open, choice }, index) => [
        ...(choice === undefined ? [] : [{ ...choice, name: `c${index}` }]),
        ...(open === undefined ? [] : [{ ...open, name: `o${index}` }]),
      ]);
      const has = await anyOf(tenant, asks, locale);
      return wanted.flatMap(({ follow, open, choice }, index) => {
        const isChoice = choice === undefined || has(`c${index}`);
        const isNext = open !== undefined && has(`o${index}`);
        // Where the books are out of sight the server has the last word.
        const isOffered = isChoice && (open === undefined ? !follow.isByLine : isNext);
        return isOffered ? [{ follow, label: textIn(follow.entity.label, locale), isNext }] : [];
      });
    },
    enabled: found.length > 0 && stored !== undefined,
    // What others move in the books changes no row of it.
    refetchOnMount: 'always',
  });
  const { error } = query;
  const text = useRecordText();
  const { message } = App.useApp();
  useEffect(() => {
    // That there is no connection is told in the bar.
    if (error === null || error.code === 'NETWORK') return;
    const why = `${error.message} ${error.cure}`;
    void message.warning({ key: 'offers', content: text('offersFailed', { why }), duration: 6 });
  }, [error, message, text]);
  return query.data ?? NONE;
}

/** Whether the books keep anything open of the record. */
async function openAsk(
  client: QueryClient,
  tenant: TenantModel,
  { follow, id, columning }: { readonly follow: FollowUp; readonly id: string; readonly columning: Columning },
): Promise<RowsAsk | undefined> {
  const { model, rights, locale } = columning;
  const book = openLedger(model, follow);
  if (book === undefined || !rights.reads(book.entity)) return undefined;
  return openRows(book, follow, { id, rights: await fetchApiRights({ client, tenant, locale }, book.entity) });
}

interface ChoiceFrom {
  readonly columning: Columning;
  readonly context: EvalContext;
  readonly id: string;
  readonly value: RecordValue;
}

/** Whether the document may refer to the record; what it will have in common with the record, it has from it. */
function choiceAsk(
  { by, isByLine, shared }: FollowUp,
  { columning, context, id, value }: ChoiceFrom,
): RowsAsk | undefined {
  if (by.choices === undefined) return undefined;
  const { entity } = columning;
  const valueOf = (variable: 'doc' | 'line', field: string) => {
    const own = entity.fields.find((one) => one.id === field);
    return variable === 'doc' && own !== undefined && shared.includes(own.id) ? value[own.apiName] : undefined;
  };
  const where = choicesWhere({ condition: by.choices, field: by.id, isLine: isByLine, valueOf }, columning, context);
  const own = allOf([{ id: { eq: id } }, where]);
  return where === undefined || own === undefined
    ? undefined
    : { root: entity.plural, type: typeNames(entity.apiName).where, where: own };
}

async function anyOf(
  { name }: TenantModel,
  asks: readonly (RowsAsk & { readonly name: string })[],
  locale: Columning['locale'],
): Promise<(name: string) => boolean> {
  if (asks.length === 0) return () => false;
  const variables = Object.fromEntries(asks.map((ask) => [ask.name, ask.where]));
  const answer = await askTenant<unknown>(name, { query: anyRowsDocument(asks), variables, locale });
  if (!answer.ok) throw refusal(answer.issues);
  const { data } = answer;
  return (ask) => {
    const part = isApiRow(data) ? data[ask] : undefined;
    return rowsOf(isApiRow(part) ? part['nodes'] : []).length > 0;
  };
}
