import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with workflows, approvals and the postings that a transition makes. */
export const WORKFLOW_ISSUES = {
  TRANSITION_NOT_POSSIBLE: {
    message: {
      en: '"{transition}" can\'t be taken from the state "{state}".',
      'zh-CN': '当前状态为“{state}”，不能执行“{transition}”。',
    },
    cure: { en: 'Possible from here: {possible}.', 'zh-CN': '当前可执行：{possible}。' },
  },
  TRANSITION_GUARD: {
    message: { en: '{text}', 'zh-CN': '{text}' },
    cure: {
      en: 'Change the record so that the condition of "{transition}" holds.',
      'zh-CN': '请修改记录，使其满足“{transition}”的条件。',
    },
  },
  ROW_TWICE: {
    message: { en: 'The row {id} is named twice.', 'zh-CN': '记录 {id} 重复出现。' },
    cure: { en: 'Name each row once.', 'zh-CN': '每条记录只写一次。' },
  },
  REASON_REQUIRED: {
    message: { en: '"{transition}" needs a reason.', 'zh-CN': '执行“{transition}”必须填写原因。' },
    cure: { en: 'Say why, in the argument "reason".', 'zh-CN': '请在 reason 参数中填写原因。' },
  },
  DOCUMENT_FROZEN: {
    message: {
      en: '{entity} is frozen in the state "{state}": "{field}" can no longer be changed.',
      'zh-CN': '{entity} 处于“{state}”状态，已冻结，不能再修改“{field}”。',
    },
    cure: {
      en: 'Take a transition that reverses it, then make a new one.',
      'zh-CN': '请先通过流程冲销，再新建单据。',
    },
  },
  POSTING_KEY_MISSING: {
    message: {
      en: 'Posting "{rule}" has no value for "{dimension}" of the ledger "{ledger}".',
      'zh-CN': '记账规则“{rule}”缺少台账“{ledger}”的维度“{dimension}”。',
    },
    cure: { en: 'Fill in the field that it is taken from.', 'zh-CN': '请填写该维度对应的字段。' },
  },
  POSTING_AMOUNT_MISSING: {
    message: {
      en: 'Posting "{rule}" has no amount for "{measure}" of the ledger "{ledger}".',
      'zh-CN': '记账规则“{rule}”缺少台账“{ledger}”的“{measure}”数额。',
    },
    cure: { en: 'Fill in the fields that it is computed from.', 'zh-CN': '请填写计算该数额所需的字段。' },
  },
  APPROVAL_PENDING: {
    message: {
      en: "This {entity} waits for an approval and can't be changed meanwhile.",
      'zh-CN': '该 {entity} 正在审批中，期间不能修改。',
    },
    cure: {
      en: 'Wait for the decision, or withdraw the request {request}.',
      'zh-CN': '请等待审批结果，或撤回申请 {request}。',
    },
  },
  APPROVAL_NOBODY: {
    message: {
      en: 'Nobody can approve "{transition}": no active member with one of the roles {roles} may decide it.',
      'zh-CN': '无人可审批“{transition}”：角色 {roles} 中没有可作决定的在职成员。',
    },
    cure: {
      en: 'Give one of the roles to a member whom the approval does not leave out.',
      'zh-CN': '请为未被该审批排除的成员分配其中一个角色。',
    },
  },
  APPROVAL_NOT_FOUND: {
    message: { en: 'There is no such request, or you may not see it.', 'zh-CN': '没有该审批申请，或您无权查看。' },
    cure: { en: 'Look it up in your inbox.', 'zh-CN': '请在待办中查找。' },
  },
  APPROVAL_OVER: {
    message: { en: 'The request has ended already ({state}).', 'zh-CN': '该申请已结束（{state}）。' },
    cure: { en: 'Nothing is left to decide; ask again if need be.', 'zh-CN': '无需再处理；如有需要请重新申请。' },
  },
  APPROVAL_NOT_YOURS: {
    message: { en: 'This request does not wait for your decision.', 'zh-CN': '该申请当前不需要您处理。' },
    cure: { en: 'Those it waits for are listed with the request.', 'zh-CN': '当前处理人见申请详情。' },
  },
  APPROVAL_NOT_ASKER: {
    message: { en: 'Only who asked can withdraw a request.', 'zh-CN': '只有申请人可以撤回申请。' },
    cure: { en: 'Reject it or send it back instead.', 'zh-CN': '请改为驳回或退回。' },
  },
  APPROVAL_DELEGATE: {
    message: {
      en: "The request can't be handed to this person.",
      'zh-CN': '不能转交给该成员。',
    },
    cure: {
      en: 'Choose another active member who did not ask for it, is not left out of it and need not decide it already.',
      'zh-CN': '请选择其他在职成员，且不是申请人、须回避的人或已有的审批人。',
    },
  },
  COMMENT_REQUIRED: {
    message: { en: 'A decision against the request needs a comment.', 'zh-CN': '驳回或退回必须填写意见。' },
    cure: { en: 'Say why, in the argument "comment".', 'zh-CN': '请在 comment 参数中填写意见。' },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
