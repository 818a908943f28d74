import { choice, EXPRESSION, form, keyed, LABELS, list, map, may, need, object } from './shape.ts';
import {
  APPROVAL_MODES,
  STATE_CLASSES,
  type ApprovalDef,
  type AwardApprovalDef,
  type StateDef,
  type TransitionDef,
  type WorkflowDef,
} from './template.ts';

const ORIGIN = may(form('packName'));
const ITEM = form('itemId');

const APPROVAL_FIELDS = {
  id: may(ITEM),
  when: may(EXPRESSION),
  mode: need(choice(APPROVAL_MODES)),
  roles: need(list(ITEM, { min: 1 })),
  within: may(form('duration')),
  escalateTo: may(list(ITEM)),
  copyTo: may(list(ITEM)),
};

/** An approval of a manual award: neither who gives nor who gets decides, so nobody else is named. */
export const AWARD_APPROVAL = object<AwardApprovalDef>(APPROVAL_FIELDS);

const APPROVAL = object<ApprovalDef>({ ...APPROVAL_FIELDS, except: may(EXPRESSION) });

const STATE = object<StateDef>({
  id: need(form('optionId')),
  label: may(LABELS),
  class: may(choice(STATE_CLASSES)),
  color: may(form('color')),
  deadline: may(
    object<NonNullable<StateDef['deadline']>>({
      within: need(form('duration')),
      take: may(form('fieldId')),
      notify: may(list(ITEM)),
    }),
  ),
  origin: ORIGIN,
});

const TRANSITION = object<TransitionDef>({
  id: need(form('fieldId')),
  label: may(LABELS),
  help: may(LABELS),
  from: need(list(form('optionId'), { min: 1 })),
  to: need(form('optionId')),
  roles: may(list(ITEM)),
  guard: may(EXPRESSION),
  message: may(LABELS),
  approvals: may(list(APPROVAL)),
  input: may(list(form('fieldId'))),
  set: may(map('fieldId', EXPRESSION)),
  reason: may(choice(['required', 'optional'])),
  post: may(list(ITEM)),
  reverse: may(list(ITEM)),
  origin: ORIGIN,
});

/** A workflow of one entity. */
export const WORKFLOW = object<WorkflowDef>({
  id: need(ITEM),
  of: need(form('entityId')),
  initial: need(form('optionId')),
  label: may(LABELS),
  states: need(keyed(STATE, { min: 1 })),
  transitions: need(keyed(TRANSITION)),
  origin: ORIGIN,
});
