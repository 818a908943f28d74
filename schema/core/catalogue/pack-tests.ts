import type { IssueSpec } from '../issue-spec.ts';

/** What can go wrong with a template's own tests. */
export const PACK_TEST_ISSUES = {
  MODEL_TEST_NAME_UNKNOWN: {
    message: { en: 'No record of this test is called "{id}" here.', 'zh-CN': '此测试到这一步没有名为“{id}”的记录。' },
    cure: {
      en: 'Name it with "as" under given, or with "name" in a step before. Known: {known}.',
      'zh-CN': '请在 given 中用 "as"，或在之前的步骤中用 "name" 命名。已有：{known}。',
    },
    none: {
      en: 'Name it with "as" under given, or with "name" in a step before.',
      'zh-CN': '请在 given 中用 "as"，或在之前的步骤中用 "name" 命名。',
    },
  },
  MODEL_TEST_RULE_UNKNOWN: {
    message: { en: 'The template has no rule {rule}.', 'zh-CN': '模板中没有规则 {rule}。' },
    cure: {
      en: 'Remove the test together with its rule, or name the rule by its ids.',
      'zh-CN': '请将测试与规则一并删除，或改用正确的规则标识。',
    },
  },
  MODEL_TEST_FIELD_UNKNOWN: {
    message: {
      en: 'The test of this rule gives values for “{id}”, which “{entity}” does not have.',
      'zh-CN': '此规则的测试填写了“{id}”的值，但“{entity}”没有这个字段。',
    },
    cure: {
      en: 'Remove the values from its rows ({rows}), or add the field again.',
      'zh-CN': '请从测试行（{rows} 行）中删除这些值，或恢复该字段。',
    },
  },
  TEST_RULE: {
    message: {
      en: 'Test "{test}", row {row}: the rule should give {expected} and gives {found}.',
      'zh-CN': '测试“{test}”第 {row} 行：规则结果应为 {expected}，实际为 {found}。',
    },
    cure: { en: 'Look at the rule or at the row.', 'zh-CN': '请检查规则或该行数据。' },
  },
  TEST_RULE_ALONE: {
    message: {
      en: 'Test "{test}": {rule} can not be tried on values alone.',
      'zh-CN': '测试“{test}”：{rule} 无法仅凭字段值试算。',
    },
    cure: { en: 'Write it as a test with steps.', 'zh-CN': '请改写为带步骤的测试。' },
  },
  TEMPLATE_TESTS_FAILED: {
    message: {
      en: '{failed} of {count} tests of the template fail: {tests}.',
      'zh-CN': '模板的 {count} 项测试中有 {failed} 项未通过：{tests}。',
    },
    cure: {
      en: 'Put right what they say, or publish despite them with a reason in words; it stays on record with the version.',
      'zh-CN': '请按提示改正；或写明理由后仍然发布，理由将随版本留存。',
    },
  },
  TEST_GIVEN_REFUSED: {
    message: {
      en: 'Test "{test}" could not begin: what is given is refused with {code}: {message}',
      'zh-CN': '测试“{test}”无法开始：前提数据被拒绝（{code}）：{message}',
    },
    cure: {
      en: 'Give records and balances that the template admits.',
      'zh-CN': '请提供模板允许的记录与余额。',
    },
  },
  TEST_STEP_REFUSED: {
    message: {
      en: 'Test "{test}": step {step} is refused with {code}: {message}',
      'zh-CN': '测试“{test}”：第 {step} 步被拒绝（{code}）：{message}',
    },
    cure: {
      en: 'Change the step or the rule that refuses it; or expect the refusal under then.',
      'zh-CN': '请修改此步骤或拒绝它的规则；若应当拒绝，请写在 then 中。',
    },
  },
  TEST_NOT_REFUSED: {
    message: {
      en: 'Test "{test}": step {step} should be refused with {expected}, but was done.',
      'zh-CN': '测试“{test}”：第 {step} 步应被拒绝（{expected}），但已执行。',
    },
    cure: {
      en: 'The rule that should refuse it is missing or too weak.',
      'zh-CN': '应当拒绝它的规则缺失或过宽。',
    },
  },
  TEST_REFUSED_OTHERWISE: {
    message: {
      en: 'Test "{test}": step {step} should be refused with {expected}, but was refused with {found}.',
      'zh-CN': '测试“{test}”：第 {step} 步应以 {expected} 被拒绝，实际为 {found}。',
    },
    cure: {
      en: 'Name every code of the refusal: one in "refused", the others in "alsoRefused".',
      'zh-CN': '请写出拒绝的全部代码：一个写在 refused，其余写在 alsoRefused。',
    },
  },
  TEST_STATE: {
    message: {
      en: 'Test "{test}": "{record}" should be in state {expected} and is in {found}.',
      'zh-CN': '测试“{test}”：“{record}”应处于状态 {expected}，实际为 {found}。',
    },
    cure: {
      en: 'Look at the transitions that the steps take, and at approvals that still wait.',
      'zh-CN': '请检查各步骤的流转，以及是否仍有待审批事项。',
    },
  },
  TEST_VALUE: {
    message: {
      en: 'Test "{test}": {field} of "{record}" should be {expected} and is {found}.',
      'zh-CN': '测试“{test}”：“{record}”的 {field} 应为 {expected}，实际为 {found}。',
    },
    cure: { en: 'Look at the formula or the input.', 'zh-CN': '请检查公式或输入。' },
  },
  TEST_BALANCE: {
    message: {
      en: 'Test "{test}": {measure} in {ledger} for {key} should be {expected} and is {found}.',
      'zh-CN': '测试“{test}”：{ledger} 账中 {key} 的 {measure} 应为 {expected}，实际为 {found}。',
    },
    cure: {
      en: 'Look at the postings of the transitions that the test takes.',
      'zh-CN': '请检查测试中各流转的记账规则。',
    },
  },
  TEST_AWAITS: {
    message: {
      en: 'Test "{test}": "{record}" should wait for a decision on {expected}; it waits for {found}.',
      'zh-CN': '测试“{test}”：“{record}”应等待 {expected} 的审批，实际为 {found}。',
    },
    cure: {
      en: 'Look at the condition of the approval.',
      'zh-CN': '请检查审批条件。',
    },
  },
  TEST_COUNT: {
    message: {
      en: 'Test "{test}": there should be {expected} of {entity}, and there are {found}.',
      'zh-CN': '测试“{test}”：{entity} 应有 {expected} 条，实际 {found} 条。',
    },
    cure: {
      en: 'Look at the automations that make or remove them.',
      'zh-CN': '请检查新建或删除它们的自动化。',
    },
  },
  TEST_FORM: {
    message: {
      en: 'Test "{test}": "{what}" does not fit the ledger here.',
      'zh-CN': '测试“{test}”：“{what}”在此账中不适用。',
    },
    cure: {
      en: 'Balances name each dimension of the ledger and measures as exact numbers; of a double ledger, the account.',
      'zh-CN': '余额须写明账的各维度，计量用精确数字；复式账须写科目。',
    },
  },
  TEST_UNKNOWN: {
    message: { en: 'There is no test "{test}".', 'zh-CN': '不存在测试“{test}”。' },
    cure: {
      en: 'Name tests of the pack or of those it needs: {known}.',
      'zh-CN': '请指定该包或其依赖包中的测试：{known}。',
    },
  },
  TEST_EMPTY: {
    message: { en: 'Pack "{pack}" has no tests.', 'zh-CN': '包“{pack}”没有测试。' },
    cure: {
      en: 'Write what it promises under "tests": given, when, then.',
      'zh-CN': '请在 tests 中写明它的承诺：given、when、then。',
    },
  },
} as const satisfies Readonly<Record<string, IssueSpec>>;
