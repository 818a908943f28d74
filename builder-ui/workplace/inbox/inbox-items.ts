import { isApiRow, rowsOf, textOf, type ApiRow } from '../documents/row-values.ts';
import type { Box } from './inbox-documents.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Where a request is, whatever it asks for. */
export const ITEM_STATES = ['PENDING', 'APPROVED', 'REJECTED', 'SENT_BACK', 'WITHDRAWN', 'LAPSED'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export const TASK_STATES = [
  'WAITING',
  'OPEN',
  'APPROVED',
  'REJECTED',
  'SENT_BACK',
  'DELEGATED',
  'SKIPPED',
  'ESCALATED',
] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** What somebody was asked, or what they did; the trail of a request is made of these. */
export interface ItemTask {
  readonly id: string;
  readonly step: number;
  readonly person: Person | undefined;
  readonly role: string;
  readonly state: TaskState;
  readonly dueAt: string | undefined;
  readonly isOverdue: boolean;
  readonly decidedAt: string | undefined;
  readonly decidedBy: Person | undefined;
  readonly delegatedFrom: Person | undefined;
  readonly comment: string | undefined;
}

export interface ItemStep {
  readonly mode: 'all' | 'any' | 'inOrder' | undefined;
  readonly roles: readonly string[];
}

interface ItemBase {
  /** Unique among all kinds. */
  readonly key: string;
  readonly id: string;
  readonly title: string;
  /** What kind of thing it is about, in words. */
  readonly group: string;
  readonly state: ItemState;
  readonly reason: string | undefined;
  readonly askedBy: Person | undefined;
  readonly askedAt: string;
  readonly dueAt: string | undefined;
  readonly isOverdue: boolean;
  readonly canDecide: boolean;
  readonly canWithdraw: boolean;
  readonly step: number;
  readonly steps: readonly ItemStep[];
  readonly tasks: readonly ItemTask[];
}

/** A step of a workflow that has to be approved. */
export interface ApprovalItem extends ItemBase {
  readonly kind: 'approval';
  /** API name. */
  readonly entity: string;
  readonly recordId: string;
  readonly transition: string;
  readonly transitionLabel: string;
  readonly input: readonly { readonly field: string; readonly label: string; readonly value: unknown }[];
}

/** A special award of points. */
export interface GiftItem extends ItemBase {
  readonly kind: 'gift';
  readonly receiver: Person | undefined;
  readonly amount: string;
}

/** An exception from the bound of one balance. */
export interface OverrideItem extends ItemBase {
  readonly kind: 'override';
  readonly ledger: string;
  readonly parts: readonly { readonly dimension: string; readonly value: string }[];
  readonly measure: string;
  readonly floor: string;
  readonly expiresAt: string | undefined;
}

export type InboxItem = ApprovalItem | GiftItem | OverrideItem;

export interface BoxPage {
  readonly items: readonly ApprovalItem[];
  readonly total: number;
  /** Where the next page begins; absent on the last. */
  readonly next: string | undefined;
}

/** The page in the answer to `boxDocument`. */
export function boxPageIn(answer: unknown): BoxPage {
  const inbox = isApiRow(answer) ? answer['inbox'] : undefined;
  if (!isApiRow(inbox)) return { items: [], total: 0, next: undefined };
  const info = isApiRow(inbox['pageInfo']) ? inbox['pageInfo'] : {};
  return {
    items: rowsOf(inbox['nodes']).map(approvalOf),
    total: Number(inbox['totalCount'] ?? 0),
    next: info['hasNextPage'] === true ? optional(info['endCursor']) : undefined,
  };
}

/** Special awards and exceptions in the answer to `extrasDocument` that belong in the box. */
export function extrasIn(answer: unknown, box: Box, me: string): readonly InboxItem[] {
  if (!isApiRow(answer)) return [];
  const items = Object.entries(answer).flatMap(([key, rows]): readonly (GiftItem | OverrideItem)[] =>
    key === 'pointsGifts' ? rowsOf(rows).map((row) => giftOf(row, me)) : rowsOf(rows).map((row) => overrideOf(row, me)),
  );
  return items.filter((item) => {
    switch (box) {
      case 'TO_DECIDE':
        return item.canDecide;
      case 'STARTED':
        return item.askedBy?.id === me;
      case 'DONE':
        return item.tasks.some(({ decidedBy }) => decidedBy?.id === me);
      case 'COPIED':
        return false;
    }
  });
}

/** Late ones first, then the latest. */
export function inOrder(items: readonly InboxItem[]): readonly InboxItem[] {
  return items.toSorted(
    (a, b) =>
      Number(b.isOverdue) - Number(a.isOverdue) || b.askedAt.localeCompare(a.askedAt) || a.key.localeCompare(b.key),
  );
}

/** A request as the API tells it. */
export function approvalOf(row: ApiRow): ApprovalItem {
  const id = textOf(row['id']);
  const step = Number(row['step'] ?? 0);
  const tasks = rowsOf(row['tasks']).map(taskOf);
  const open = tasks.filter((task) => task.state === 'OPEN' && task.step === step);
  return {
    kind: 'approval',
    key: `approval:${id}`,
    id,
    title: textOf(row['recordTitle']) || textOf(row['recordId']).slice(0, 8),
    group: textOf(row['entityLabel']),
    state: ITEM_STATES.find((state) => state === row['state']) ?? 'LAPSED',
    reason: optional(row['reason']),
    askedBy: personOf(row['askedBy']),
    askedAt: textOf(row['askedAt']),
    dueAt: open.flatMap(({ dueAt }) => dueAt ?? []).toSorted()[0],
    isOverdue: open.some(({ isOverdue }) => isOverdue),
    canDecide: row['canDecide'] === true,
    canWithdraw: row['canWithdraw'] === true,
    step,
    steps: rowsOf(row['steps']).map(({ mode, roles }): ItemStep => ({
      mode: (['all', 'any', 'inOrder'] as const).find((one) => one === mode),
      roles: Array.isArray(roles) ? roles.map(String) : [],
    })),
    tasks,
    entity: textOf(row['entity']),
    recordId: textOf(row['recordId']),
    transition: textOf(row['transition']),
    transitionLabel: textOf(row['transitionLabel']),
    input: rowsOf(row['input']).map(({ field, label, value }) => ({
      field: textOf(field),
      label: textOf(label),
      value,
    })),
  };
}

function taskOf(row: ApiRow): ItemTask {
  return {
    id: textOf(row['id']),
    step: Number(row['step'] ?? 0),
    person: personOf(row['person']),
    role: textOf(row['role']),
    state: TASK_STATES.find((state) => state === row['state']) ?? 'SKIPPED',
    dueAt: optional(row['dueAt']),
    isOverdue: row['overdue'] === true,
    decidedAt: optional(row['decidedAt']),
    decidedBy: personOf(row['decidedBy']),
    delegatedFrom: personOf(row['delegatedFrom']),
    comment: optional(row['comment']),
  };
}

const GIFT_STATES: Readonly<Record<string, ItemState>> = {
  WAITING: 'PENDING',
  GRANTED: 'APPROVED',
  DECLINED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
};

function giftOf(row: ApiRow, me: string): GiftItem {
  const id = textOf(row['id']);
  const state = GIFT_STATES[textOf(row['state'])] ?? 'LAPSED';
  const [giver, receiver] = [personOf(row['giver']), personOf(row['receiver'])];
  return {
    kind: 'gift',
    key: `gift:${id}`,
    id,
    title: receiver?.name ?? '',
    group: textOf(row['label']),
    state,
    reason: optional(row['reason']),
    askedBy: giver,
    askedAt: textOf(row['askedAt']),
    dueAt: undefined,
    isOverdue: false,
    canDecide: row['mayDecide'] === true,
    canWithdraw: state === 'PENDING' && giver?.id === me,
    step: 0,
    steps: [],
    tasks: rowsOf(row['decisions']).map((one, index) =>
      decisionOf(`${id}.${index}`, {
        by: one['by'],
        approved: one['approved'] === true,
        comment: one['comment'],
        at: one['at'],
      }),
    ),
    receiver,
    amount: textOf(row['amount']),
  };
}

const OVERRIDE_STATES: Readonly<Record<string, ItemState>> = {
  ASKED: 'PENDING',
  APPROVED: 'APPROVED',
  REJECTED: 'REJECTED',
  ENDED: 'LAPSED',
};

function overrideOf(row: ApiRow, me: string): OverrideItem {
  const id = textOf(row['id']);
  const state = OVERRIDE_STATES[textOf(row['state'])] ?? 'LAPSED';
  const askedBy = personOf(row['askedBy']);
  const ledger = textOf(row['ledger']);
  const isDecided = typeof row['decidedAt'] === 'string';
  return {
    kind: 'override',
    key: `override:${id}`,
    id,
    title: ledger,
    group: ledger,
    state,
    reason: optional(row['reason']),
    askedBy,
    askedAt: textOf(row['askedAt']),
    dueAt: undefined,
    isOverdue: false,
    // Who may not decide is shown their own alone.
    canDecide: state === 'PENDING' && askedBy?.id !== me,
    canWithdraw: false,
    step: 0,
    steps: [],
    tasks: isDecided
      ? [
          decisionOf(id, {
            by: row['decidedBy'],
            approved: state !== 'REJECTED',
            comment: row['comment'],
            at: row['decidedAt'],
          }),
        ]
      : [],
    ledger,
    parts: rowsOf(row['key']).map(({ dimension, value }) => ({ dimension: textOf(dimension), value: textOf(value) })),
    measure: textOf(row['measure']),
    floor: textOf(row['floor']),
    expiresAt: optional(row['expiresAt']),
  };
}

interface RawDecision {
  readonly by: unknown;
  readonly approved: boolean;
  readonly comment: unknown;
  readonly at: unknown;
}

function decisionOf(id: string, { by, approved, comment, at }: RawDecision): ItemTask {
  const person = personOf(by);
  return {
    id,
    step: 0,
    person,
    role: '',
    state: approved ? 'APPROVED' : 'REJECTED',
    dueAt: undefined,
    isOverdue: false,
    decidedAt: optional(at),
    decidedBy: person,
    delegatedFrom: undefined,
    comment: optional(comment),
  };
}

function personOf(value: unknown): Person | undefined {
  return isApiRow(value) ? { id: textOf(value['id']), name: textOf(value['name']) } : undefined;
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
