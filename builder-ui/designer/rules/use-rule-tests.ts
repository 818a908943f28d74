import { useState } from 'react';
import type { Expr } from '../../../schema/expr/ast.ts';
import type { Edit } from '../../../schema/model/edits.ts';
import { tryCase } from '../../../schema/model/rule-test.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft } from '../session/draft-context.tsx';
import type { ExpressionDialogProps } from './expression-dialog.tsx';
import { newRow, rowsOfTest, ruleTestEdits, ruleTestOf, type RuleRow } from './rule-rows.ts';

/** The rows that a rule is tried on, while its dialog is open. */
export interface RuleTests {
  readonly rows: readonly RuleRow[];
  readonly setRows: (rows: readonly RuleRow[]) => void;
  /** What keeps them with the rule as it is written now. */
  readonly edits: (expr: Expr) => readonly Edit[];
  /** What takes the test away together with the rule. */
  readonly without: () => readonly Edit[];
}

/** The rows of the rule's test, or one empty row to try; kept nowhere before the dialog is applied. */
export function useRuleTests({
  testedAt,
  label,
  place,
}: Pick<ExpressionDialogProps, 'testedAt' | 'label' | 'place'>): RuleTests {
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  const [rows, setRows] = useState<readonly RuleRow[]>(() =>
    testedAt === undefined ? [newRow([])] : rowsOfTest(ruleTestOf(template, testedAt.join('/'))),
  );
  if (testedAt === undefined) return { rows, setRows, edits: () => [], without: () => [] };
  const at = { at: testedAt, of: place.entity, label, locale };
  return {
    rows,
    setRows,
    edits: (expr) =>
      ruleTestEdits(
        template,
        at,
        rows.map(({ isSet, ...row }) => (isSet ? row : { ...row, gives: tryCase(expr, row).found })),
      ),
    without: () => ruleTestEdits(template, at, []),
  };
}
