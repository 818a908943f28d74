import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Expr, ExprType, ReadPath } from '../../../schema/expr/ast.ts';
import type { Word } from '../../../schema/expr/condition-sentence.ts';
import { evaluate, type ExprValue } from '../../../schema/expr/evaluate.ts';
import { useSession } from '../../shell/session-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useRuleText, type RuleText } from './rule-texts.ts';

type Row = Readonly<Record<string, string>>;

/** A table of values to try a rule on: what it reads in columns, what it says at the end. */
export function TryOut({ expr, words }: { readonly expr: Expr; readonly words: readonly Word[] }): ReactNode {
  const text = useRuleText();
  const tenant = useTenant();
  const { me } = useSession();
  const [rows, setRows] = useState<readonly Row[]>([{}]);
  const columns = columnsOf(expr, words);
  if (columns.length === 0 || columns.length > COLUMNS_MAX) return null;
  const context = {
    now: new Date().toISOString(),
    timeZone: tenant.timeZone,
    actor: { id: me.user?.id ?? '', roles: tenant.myRoles, departments: [] },
  };
  const set = (index: number, key: string, value: string): void =>
    setRows(rows.with(index, { ...rows[index], [key]: value }));
  return (
    <details className="try-out">
      <summary>{text('tests')}</summary>
      <p>{text('testsHint')}</p>
      <table>
        <thead>
          <tr>
            {columns.map(({ label, path }) => (
              <th key={path.join('.')}>{label}</th>
            ))}
            <th>{text('result')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Rows have no other identity than their place.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {columns.map(({ path, label, type }) => {
                const key = path.join('.');
                return (
                  <td key={key}>
                    <Input
                      size="small"
                      aria-label={`${label} ${index + 1}`}
                      placeholder={PLACEHOLDERS[type.kind] ?? ''}
                      value={row[key] ?? ''}
                      onChange={(event) => set(index, key, event.target.value)}
                    />
                  </td>
                );
              })}
              <td>
                <output>{resultText(evaluate(expr, variablesOf(row, columns), context), text)}</output>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button size="small" onClick={() => setRows([...rows, {}])}>
        {text('addTest')}
      </Button>
    </details>
  );
}

const COLUMNS_MAX = 6;
const PLACEHOLDERS: Readonly<Partial<Record<ExprType['kind'], string>>> = {
  date: '2026-01-31',
  time: '08:30',
  datetime: '2026-01-31T08:30:00Z',
  bool: 'true',
};

/** What the rule reads, where a single value can be typed for it. */
function columnsOf(expr: Expr, words: readonly Word[]): readonly Word[] {
  const reads = [
    ...expr.reads.map((path): ReadPath => ['doc', ...path]),
    ...expr.lineReads.map((path): ReadPath => ['line', ...path]),
  ];
  return words.filter(
    ({ path, type }) =>
      type.kind !== 'row' && type.kind !== 'list' && reads.some((read) => read.join('.') === path.join('.')),
  );
}

/** Rows keyed by field id, as evaluation wants them; what is not filled in is not there. */
function variablesOf(row: Row, columns: readonly Word[]): Readonly<Record<string, unknown>> {
  const variables: Record<string, unknown> = { doc: {}, line: {} };
  for (const { path, type } of columns) {
    const typed = row[path.join('.')] ?? '';
    if (typed === '') continue;
    put(variables, path, type.kind === 'bool' ? typed === 'true' : typed);
  }
  return variables;
}

function put(into: Record<string, unknown>, path: ReadPath, value: unknown): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  if (rest.length === 0) {
    into[step] = value;
    return;
  }
  const known = into[step];
  const child: Record<string, unknown> = typeof known === 'object' && known !== null ? { ...known } : {};
  put(child, rest, value);
  into[step] = child;
}

function resultText(value: ExprValue, text: RuleText): string {
  if (value === true) return text('resultTrue');
  if (value === false) return text('resultFalse');
  if (value === null) return text('resultNone');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
