import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with points. */
export const POINTS_ISSUES = {
  POINTS_NOBODY: {
    message: { en: 'Points belong to people, and nobody is signed in.', 'zh-CN': '积分属于个人，而当前没有登录用户。' },
    cure: {
      en: 'Sign in as a member, or use a token that stands for a person.',
      'zh-CN': '请以成员身份登录，或使用代表某个人的令牌。',
    },
  },
  POINTS_LEDGER_UNKNOWN: {
    message: { en: 'No points are kept in “{id}”.', 'zh-CN': '“{id}”不是积分账。' },
    cure: { en: 'Points are kept in: {known}.', 'zh-CN': '积分账有：{known}。' },
  },
  POINTS_AWARD_UNKNOWN: {
    message: { en: 'There is no award “{id}”.', 'zh-CN': '没有积分规则“{id}”。' },
    cure: { en: 'Awards are: {known}.', 'zh-CN': '积分规则有：{known}。' },
  },
  POINTS_NOT_YOURS: {
    message: {
      en: 'The points of other people are seen by themselves and by the committee.',
      'zh-CN': '他人的积分仅本人和委员会可见。',
    },
    cure: { en: 'Ask the person, or the committee.', 'zh-CN': '请询问本人或委员会。' },
  },
  POINTS_NOT_A_GIVER: {
    message: { en: 'You may not give “{award}”.', 'zh-CN': '您无权发放“{award}”。' },
    cure: { en: 'It is given by: {roles}.', 'zh-CN': '可发放的角色：{roles}。' },
  },
  POINTS_TO_SELF: {
    message: { en: 'Nobody gives points to themselves.', 'zh-CN': '不能给自己发放积分。' },
    cure: { en: 'Let somebody else decide about it.', 'zh-CN': '请由他人决定。' },
  },
  POINTS_REASON_MISSING: {
    message: { en: 'A special award needs a reason.', 'zh-CN': '特别奖励需要填写理由。' },
    cure: { en: 'Say what the person did. The person reads it.', 'zh-CN': '请说明对方做了什么，对方会看到。' },
  },
  POINTS_AMOUNT_INVALID: {
    message: { en: '“{amount}” is no amount of points.', 'zh-CN': '“{amount}”不是有效的积分数。' },
    cure: {
      en: 'Give more than 0, with at most {scale} digits after the point.',
      'zh-CN': '请给出大于 0 的数，小数不超过 {scale} 位。',
    },
  },
  POINTS_PERSON_UNKNOWN: {
    message: { en: 'The person is no active member here.', 'zh-CN': '该人员不是在职成员。' },
    cure: { en: 'Choose a member who is active.', 'zh-CN': '请选择在职成员。' },
  },
  POINTS_LIMIT_REACHED: {
    message: {
      en: 'The limit leaves {left} of the {asked} points asked for ({says}).',
      'zh-CN': '申请 {asked} 分，额度仅剩 {left} 分（{says}）。',
    },
    cure: { en: 'Give less, or wait until the limit begins anew.', 'zh-CN': '请减少数额，或等待额度重新计算。' },
  },
  POINTS_BUDGET_EMPTY: {
    message: {
      en: 'The budget that pays “{award}” has {left} of the {asked} points.',
      'zh-CN': '“{award}”的预算仅剩 {left} 分，不足 {asked} 分。',
    },
    cure: { en: 'Ask who runs the programme to fund the budget.', 'zh-CN': '请联系方案负责人补充预算。' },
  },
  POINTS_BUDGET_UNKNOWN: {
    message: {
      en: 'The budget of “{award}” names a record that is not there.',
      'zh-CN': '“{award}”的预算所指的记录不存在。',
    },
    cure: { en: 'Create the record, or change the rule’s budget.', 'zh-CN': '请创建该记录，或修改规则的预算。' },
  },
  POINTS_GIFT_UNKNOWN: {
    message: { en: 'There is no special award {id} that you may see.', 'zh-CN': '没有您可见的特别奖励 {id}。' },
    cure: { en: 'Look for it in the list of special awards.', 'zh-CN': '请在特别奖励列表中查找。' },
  },
  POINTS_GIFT_ENDED: {
    message: { en: 'The special award is {state} already.', 'zh-CN': '该特别奖励已是“{state}”状态。' },
    cure: { en: 'Nothing is left to decide.', 'zh-CN': '无需再作决定。' },
  },
  POINTS_GIFT_NOT_DECIDER: {
    message: { en: 'The decision is not yours now.', 'zh-CN': '现在不由您决定。' },
    cure: {
      en: 'It waits for: {roles}. Neither who gives nor who gets may decide.',
      'zh-CN': '等待的角色：{roles}。发放人和接收人不能决定。',
    },
  },
  POINTS_FLAG_UNKNOWN: {
    message: { en: 'There is no flag {id} that you may see.', 'zh-CN': '没有您可见的标记 {id}。' },
    cure: { en: 'Look for it in the list of flags.', 'zh-CN': '请在标记列表中查找。' },
  },
  POINTS_FLAG_DECIDED: {
    message: { en: 'The flag was decided already.', 'zh-CN': '该标记已有结论。' },
    cure: { en: 'Talk to the committee.', 'zh-CN': '请联系委员会。' },
  },
  POINTS_FLAG_STATE: {
    message: { en: 'A flag is upheld or dismissed, not {state}.', 'zh-CN': '标记只能成立或驳回，不能为 {state}。' },
    cure: { en: 'Decide UPHELD or DISMISSED.', 'zh-CN': '请选择 UPHELD 或 DISMISSED。' },
  },
  POINTS_NOT_COMMITTEE: {
    message: { en: 'Only the committee may do this.', 'zh-CN': '只有委员会可以执行此操作。' },
    cure: {
      en: 'The committee holds the roles that approve special awards; nobody decides about themselves.',
      'zh-CN': '委员会由审批特别奖励的角色组成；任何人不得裁决自己的事项。',
    },
  },
  POINTS_BOARD_UNKNOWN: {
    message: { en: 'There is no leaderboard “{id}”.', 'zh-CN': '没有排行榜“{id}”。' },
    cure: { en: 'Leaderboards are: {known}.', 'zh-CN': '排行榜有：{known}。' },
  },
  POINTS_REWARD_UNKNOWN: {
    message: { en: 'There is no reward “{id}” on offer.', 'zh-CN': '没有可兑换的奖品“{id}”。' },
    cure: { en: 'Choose one of the rewards on offer.', 'zh-CN': '请选择在售的奖品。' },
  },
  POINTS_FUND_FORBIDDEN: {
    message: { en: 'You may not fund this budget.', 'zh-CN': '您无权调整该预算。' },
    cure: {
      en: 'It is for the owner, and for who may change the records that the budget is kept by.',
      'zh-CN': '仅限所有者，以及可修改预算所属记录的人员。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
