import type { Issue } from '../../../schema/core/result.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import type { RuleCaseDef, RuleTestDef } from '../../../schema/template/template-tests.ts';
import type { Template } from '../../../schema/template/template.ts';
import { toJson } from '../form/to-json.ts';

/** What puts a mistake right at once. */
export interface MistakeFix {
  readonly kind: 'fixValues' | 'fixTest';
  readonly edits: readonly Edit[];
}

/** The edits that put a mistake right, where there is one way to do so (SPEC [DSG-104]). */
export function mistakeFix(template: Template, issue: Issue): MistakeFix | undefined {
  const test = testAt(template, issue.path);
  if (test === undefined) return undefined;
  if (issue.code === 'MODEL_TEST_RULE_UNKNOWN')
    return { kind: 'fixTest', edits: [{ kind: 'removeItem', list: ['tests'], id: test.id }] };
  const { id } = issue.params;
  if (issue.code !== 'MODEL_TEST_FIELD_UNKNOWN' || typeof id !== 'string') return undefined;
  const value = test.cases.map((one) => toJson(without(one, id)));
  return { kind: 'fixValues', edits: [{ kind: 'setProperty', at: ['tests', test.id], key: 'cases', value }] };
}

function testAt({ tests = [] }: Template, path: string): RuleTestDef | undefined {
  const [, section, index] = path.split('/');
  const test = section === 'tests' ? tests[Number(index)] : undefined;
  return test !== undefined && 'rule' in test ? test : undefined;
}

function without({ doc, ...rest }: RuleCaseDef, field: string): RuleCaseDef {
  const left = Object.entries(doc ?? {}).filter(([id]) => id !== field);
  return left.length === 0 ? rest : { ...rest, doc: Object.fromEntries(left) };
}
