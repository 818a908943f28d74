import { InputNumber } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Locale } from '../../../schema/core/text.ts';
import { compileExpr } from '../../../schema/expr/compile-expr.ts';
import { textSource } from '../../../schema/expr/condition.ts';
import { exprScopeOf } from '../../../schema/model/expr-words.ts';
import type { EntityDef, FieldDef } from '../../../schema/template/template.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { EchoInput } from '../parts/echo-input.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { fixedAmount, fixedNumber } from '../points/award-edits.ts';
import { nameOf } from '../points/award-words.ts';
import { expectedOf, kindOf, recordPaths, sameFields } from './action-values.ts';
import { personWords, type AutomationWording } from './automation-words.ts';

const VALUE = '@value';
const FORMULA = '@formula';

export interface ValueInputProps {
  readonly field: FieldDef;
  /** The object of the field. */
  readonly target: EntityDef;
  /** Whose record expressions read. */
  readonly from: EntityDef | undefined;
  readonly source: string;
  readonly wording: AutomationWording;
  readonly onCommit: (source: string) => void;
}

/** What a field becomes: one of its options, a value, a field of the record at hand, or what a formula gives. */
export function ValueInput({ field, target, from, source, wording, onCommit }: ValueInputProps): ReactNode {
  const { template, text, locale } = wording;
  const name = nameOf(field, locale);
  const known = choicesFor({ field, from, wording });
  const plain = plainValue(field, source, wording);
  const isKnown = known.some(({ value }) => value === source);
  const [isFormula, setFormula] = useState(!isKnown && plain === undefined);
  const takesPlain = isTyped(field);
  const kind = isFormula ? FORMULA : isKnown ? source : plain === undefined ? FORMULA : VALUE;
  return (
    <>
      <ChoiceSelect
        aria-label={text('valueKind', { field: name })}
        value={kind}
        options={[
          ...(takesPlain ? [{ value: VALUE, label: text('aValue') }] : []),
          ...known,
          { value: FORMULA, label: text('aFormula') },
        ]}
        onChange={(made: string) => {
          setFormula(made === FORMULA);
          if (made === VALUE) onCommit(isNumeric(field) ? fixedValue(field, '0') : textSource(''));
          else if (made !== FORMULA) onCommit(made);
        }}
      />
      {kind === VALUE &&
        (isNumeric(field) ? (
          <InputNumber<string>
            stringMode
            aria-label={text('valueOf', { field: name })}
            value={plain ?? null}
            onChange={(made) => {
              if (made !== null && /^-?\d+(?:\.\d+)?$/.test(made)) onCommit(fixedValue(field, made));
            }}
          />
        ) : (
          <EchoInput
            aria-label={text('valueOf', { field: name })}
            value={plain ?? ''}
            onCommit={(typed) => onCommit(textSource(typed))}
          />
        ))}
      {kind === FORMULA && (
        <ExpressionInput
          label={text('valueOf', { field: name })}
          value={source}
          scope={{ entity: from?.id ?? '', expected: expectedOf(template, target, field) }}
          onCommit={(made) => {
            if (made !== undefined) onCommit(made);
          }}
        />
      )}
    </>
  );
}

/** What can be chosen of a field without writing anything. */
function choicesFor({
  field,
  from,
  wording,
}: Pick<ValueInputProps, 'field' | 'from' | 'wording'>): readonly { readonly value: string; readonly label: string }[] {
  const { template, text, locale } = wording;
  const kind = kindOf(field);
  const people = ['doc.createdBy', 'doc.updatedBy'];
  return [
    ...(field.options ?? []).map((option) => ({ value: textSource(option.id), label: nameOf(option, locale) })),
    ...(kind === 'bool' ? (['true', 'false'] as const) : []).map((value) => ({
      value,
      label: text(value === 'true' ? 'yes' : 'no'),
    })),
    ...(kind === 'date' ? [{ value: 'today()', label: text('today') }] : []),
    ...(kind === 'datetime' ? [{ value: 'now()', label: text('now') }] : []),
    ...recordPaths(template, field, from).map(({ source, path }) => ({
      value: source,
      label: path.length === 0 ? text('thisRecord') : text('fromField', { field: pathName(path, locale) }),
    })),
    ...(kind === 'ref' ? [] : sameFields(field, from)).map((one) => ({
      value: `doc.${one.id}`,
      label: text('fromField', { field: nameOf(one, locale) }),
    })),
    ...(kind === 'user' && from !== undefined ? people : []).map((value) => ({
      value,
      label: personWords(value, from?.id ?? '', wording),
    })),
    ...(field.required === true || kind === 'ref' ? [] : [{ value: 'null', label: text('empty') }]),
  ];
}

function pathName(path: readonly FieldDef[], locale: Locale): string {
  return path.map((one) => nameOf(one, locale)).join(' › ');
}

function isNumeric(field: FieldDef): boolean {
  return ['int', 'decimal', 'money', 'quantity', 'percent'].includes(kindOf(field) ?? '');
}

function isTyped(field: FieldDef): boolean {
  return isNumeric(field) || ['text', 'longtext'].includes(kindOf(field) ?? '');
}

/** A number as the language writes it, whole ones as they are. */
function fixedValue(field: FieldDef, number: string): string {
  return kindOf(field) === 'int' && !number.includes('.') ? number : fixedAmount(number);
}

/** What stands in the expression, where that is nothing but a text or a number. */
function plainValue(field: FieldDef, source: string, { template }: AutomationWording): string | undefined {
  if (isNumeric(field)) return fixedNumber(source);
  const scope = isTyped(field) ? exprScopeOf(template, '') : undefined;
  const compiled = scope === undefined ? undefined : compileExpr(source, scope, 'any');
  const root = compiled?.ok === true ? compiled.value.root : undefined;
  return root?.kind === 'literal' && root.type.kind === 'text' && typeof root.value === 'string'
    ? root.value
    : undefined;
}
