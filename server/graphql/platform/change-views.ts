import type { Locale } from '../../../schema/core/text.ts';
import { CHANGED_PROPERTIES } from '../../../schema/model/changed-properties.ts';
import { describeChange } from '../../../schema/model/change-words.ts';
import { CHANGE_CLASSES, type ModelChange } from '../../../schema/model/changes.ts';
import { same } from '../../../schema/model/change-list.ts';
import { diffModels } from '../../../schema/model/diff.ts';
import { describeDocumentChange, diffDocuments, documentAt, isKeyedList } from '../../../schema/model/document-diff.ts';
import type { Json } from '../../../schema/model/edits.ts';
import type { Model } from '../../../schema/model/model.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import type { JsonDocument } from '../../db/control-entities.ts';

/** A change as people read it, with what is written before and after. */
export interface ChangeSides {
  readonly kind: string;
  /** Of `CHANGE_CLASSES`, or `unchecked` where the document means nothing. */
  readonly class: string;
  readonly path: string;
  readonly sentence: string;
  readonly before: Json | null;
  readonly after: Json | null;
}

/** A document, and the model it means when it means one. */
export interface Side {
  readonly document: JsonDocument;
  readonly model: Model | null;
}

/** The gravest class among the changes; `unchecked` where any is. */
export function gravestOf(changes: readonly ChangeSides[]): string {
  const order: readonly string[] = [...CHANGE_CLASSES, 'unchecked'];
  return changes.reduce(
    (worst, change) => (order.indexOf(change.class) > order.indexOf(worst) ? change.class : worst),
    'safe',
  );
}

/** The changes between two documents: of what they mean, or of what is written where one of them means nothing. */
export function changeSides(before: Side, after: Side, locale: Locale): readonly ChangeSides[] {
  const [old, now] = [jsonOf(before.document), jsonOf(after.document)];
  if (before.model === null || after.model === null)
    return diffDocuments(old, now).map((change) => ({
      kind: change.kind,
      class: 'unchecked',
      path: change.path,
      sentence: describeDocumentChange(change, locale),
      before: change.before ?? null,
      after: change.after ?? null,
    }));
  return diffModels(before.model, after.model).map((change) => ({
    kind: change.kind,
    class: change.class,
    path: change.path,
    sentence: describeChange(change, locale),
    ...sidesOf(change, { before: documentAt(old, change.path), after: documentAt(now, change.path) }),
  }));
}

interface Sides {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

function sidesOf({ kind }: ModelChange, { before, after }: Sides): Pick<ChangeSides, 'before' | 'after'> {
  if (!isObject(before) || !isObject(after)) return { before: before ?? null, after: after ?? null };
  if (kind === 'orderChanged') return { before: idLists(before), after: idLists(after) };
  const named = CHANGED_PROPERTIES[kind];
  const differing = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => {
    if (same(before[key], after[key])) return false;
    // Fields, options and the like have changes of their own.
    return named === undefined ? !isItems(before[key]) && !isItems(after[key]) : named.includes(key);
  });
  const only = (side: { readonly [key: string]: Json }): Json =>
    Object.fromEntries(Object.entries(side).filter(([key]) => differing.includes(key)));
  return { before: only(before), after: only(after) };
}

function isItems(value: Json | undefined): boolean {
  return isKeyedList(value) && value.length > 0;
}

/** The ids of each list of items, in their order. */
function idLists(side: { readonly [key: string]: Json }): Json {
  return Object.fromEntries(
    Object.entries(side).flatMap(([key, value]) =>
      isKeyedList(value) && value.length > 0
        ? [[key, value.map((item) => (isObject(item) ? (item['id'] ?? null) : null))]]
        : [],
    ),
  );
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return isRecord(value);
}

/** Documents are JSON; the cast is this codec. */
function jsonOf(document: JsonDocument): Json {
  return document as unknown as Json;
}
