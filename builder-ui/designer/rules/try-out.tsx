import { CheckCircleFilled, CloseCircleFilled, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Expr, ExprType } from '../../../schema/expr/ast.ts';
import type { Word } from '../../../schema/expr/condition-words.ts';
import type { ExprValue } from '../../../schema/expr/evaluate.ts';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { RowSources } from './row-sources.tsx';
import { columnsOf, isTabled, newRow, triedRows, typedIn, withTyped, type RuleRow } from './rule-rows.ts';
import { useRuleText, type RuleText } from './rule-texts.ts';

export interface TryOutProps {
  readonly expr: Expr;
  readonly words: readonly Word[];
  readonly entity: string;
  readonly rows: readonly RuleRow[];
  readonly onRows: (rows: readonly RuleRow[]) => void;
  /** Whether the rows stay with the rule, as its test. */
  readonly isKept: boolean;
}

/**
 * A table of values to try a rule on: what it reads in columns, what it gives at the end; where rows are kept, beside
 * what it should give (SPEC [DSG-95]).
 */
export function TryOut({ expr, words, entity, rows, onRows, isKept }: TryOutProps): ReactNode {
  const text = useRuleText();
  const [isOpen, setOpen] = useState(isKept && rows.length > 0);
  const columns = columnsOf(expr, words);
  const tried = triedRows(expr, rows);
  if (columns.length === 0 && !expr.usesActor) return null;
  const red = tried.filter(({ holds }) => !holds).length;
  const set = (index: number, row: RuleRow): void => onRows(rows.with(index, row));
  return (
    <details className="try-out" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {text(isKept ? 'keptTests' : 'tests')}
        {rows.length > 0 && isKept && (
          <span className={red > 0 ? 'try-out-count is-bad' : 'try-out-count'}>
            {red > 0 ? text('rowsRed', { red, count: rows.length }) : text('rowsGood', { count: rows.length })}
          </span>
        )}
      </summary>
      <p>{text(isKept ? 'keptTestsHint' : 'testsHint')}</p>
      {!isTabled(expr, columns) && <p className="rules-hint">{text('notTabled')}</p>}
      {rows.length > 0 && (
        // Wide rules have many columns: the table scrolls, and is reached by keyboard to do so.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="try-out-scroll" role="region" tabIndex={0} aria-label={text('tests')}>
          <table>
            <thead>
              <tr>
                {columns.map(({ label, path }) => (
                  <th key={path.join('.')}>{label}</th>
                ))}
                {expr.usesActor && <th>{text('asRole')}</th>}
                {isKept && <th>{text('shouldGive')}</th>}
                <th>{text('result')}</th>
                <th>
                  <span className="unseen">{text('removeRow')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={row.id}>
                  {columns.map((column) => (
                    <td key={column.path.join('.')}>
                      <Cell
                        column={column}
                        label={`${column.label} ${index + 1}`}
                        value={typedIn(row, column.path)}
                        onChange={(typed) => set(index, withTyped(row, column, typed))}
                      />
                    </td>
                  ))}
                  {expr.usesActor && (
                    <td>
                      <RoleCell
                        label={`${text('asRole')} ${index + 1}`}
                        value={row.as}
                        onChange={({ as }) => set(index, withRole(row, as))}
                      />
                    </td>
                  )}
                  {isKept && (
                    <td>
                      <Expected
                        type={expr.root.type}
                        label={`${text('shouldGive')} ${index + 1}`}
                        value={row.isSet ? row.gives : (tried[index]?.found ?? null)}
                        onChange={(gives) => set(index, { ...row, gives, isSet: true })}
                      />
                    </td>
                  )}
                  <td>
                    <Outcome found={tried[index]?.found ?? null} isGood={isKept ? tried[index]?.holds : undefined} />
                  </td>
                  <td>
                    <Button
                      type="text"
                      size="small"
                      icon={<DeleteOutlined aria-hidden />}
                      aria-label={`${text('removeRow')} ${index + 1}`}
                      onClick={() => onRows(rows.toSpliced(index, 1))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="try-out-bar">
        <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => onRows([...rows, newRow(rows)])}>
          {text('addTest')}
        </Button>
        <RowSources entity={entity} columns={columns} onRow={(values) => onRows([...rows, newRow(rows, values)])} />
      </div>
    </details>
  );
}

function withRole(row: RuleRow, as: string | undefined): RuleRow {
  const { as: was, ...others } = row;
  return as === undefined ? others : as === was ? row : { ...others, as };
}

const PLACEHOLDERS: Readonly<Partial<Record<ExprType['kind'], string>>> = {
  date: '2026-01-31',
  time: '08:30',
  datetime: '2026-01-31T08:30:00Z',
  decimal: '0.00',
  int: '0',
};

interface CellProps {
  readonly column: Word;
  readonly label: string;
  readonly value: string;
  readonly onChange: (typed: string) => void;
}

function Cell({ column: { type, options }, label, value, onChange }: CellProps): ReactNode {
  const text = useRuleText();
  const choices =
    type.kind === 'bool'
      ? [
          { value: 'true', label: text('yes') },
          { value: 'false', label: text('no') },
        ]
      : [...options];
  if (choices.length > 0)
    return (
      <Select
        allowClear
        size="small"
        className="try-out-choice"
        aria-label={label}
        {...(value === '' ? {} : { value })}
        options={choices}
        onChange={(chosen: string | undefined) => onChange(chosen ?? '')}
      />
    );
  return (
    <Input
      size="small"
      aria-label={label}
      placeholder={PLACEHOLDERS[type.kind] ?? ''}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function RoleCell({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (chosen: { readonly as: string | undefined }) => void;
}): ReactNode {
  const { locale } = useLanguage();
  const roles = useDraft(({ log }) => log.template.roles) ?? [];
  return (
    <Select
      allowClear
      size="small"
      className="try-out-choice"
      aria-label={label}
      {...(value === undefined ? {} : { value })}
      options={roles.map((role) => ({ value: role.id, label: textIn(role.label, locale) || role.id }))}
      onChange={(as: string | undefined) => onChange({ as })}
    />
  );
}

const VERDICTS = { true: true, false: false, none: null } as const;

interface ExpectedProps {
  readonly type: ExprType;
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (gives: unknown) => void;
}

/** What the rule should give: a verdict of a condition, a value of a formula. */
function Expected({ type, label, value, onChange }: ExpectedProps): ReactNode {
  const text = useRuleText();
  if (type.kind !== 'bool')
    return (
      <Input
        size="small"
        aria-label={label}
        placeholder={text('resultNone')}
        value={value === null || value === undefined ? '' : plainText(value)}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      />
    );
  const shown = value === true ? 'true' : value === false ? 'false' : 'none';
  return (
    <Select<keyof typeof VERDICTS>
      size="small"
      className="try-out-choice"
      aria-label={label}
      value={shown}
      options={[
        { value: 'true', label: text('resultTrue') },
        { value: 'false', label: text('resultFalse') },
        { value: 'none', label: text('resultNone') },
      ]}
      onChange={(chosen) => onChange(VERDICTS[chosen])}
    />
  );
}

function Outcome({
  found,
  isGood,
}: {
  readonly found: ExprValue;
  /** Absent where nothing is expected. */
  readonly isGood: boolean | undefined;
}): ReactNode {
  const text = useRuleText();
  return (
    <output className="try-out-result">
      {isGood === true && <CheckCircleFilled className="good" aria-hidden />}
      {isGood === false && <CloseCircleFilled className="bad" aria-hidden />}
      {resultText(found, text)}
      {isGood === false && <span className="unseen">{text('isOtherwise')}</span>}
    </output>
  );
}

function resultText(value: ExprValue, text: RuleText): string {
  if (value === true) return text('resultTrue');
  if (value === false) return text('resultFalse');
  return value === null ? text('resultNone') : plainText(value);
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
