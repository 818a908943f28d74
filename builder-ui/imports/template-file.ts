import writeWorkbook, { type Cell, type SheetData } from 'write-excel-file/browser';
import { textIn, type Locale } from '../../schema/core/text.ts';
import type { EntityModel, Model } from '../../schema/model/model.ts';
import { optionsOf, targetsOf, waysOf, type Target } from './column-map.ts';

interface TemplateInput {
  readonly model: Model;
  readonly entity: EntityModel;
  readonly locale: Locale;
  readonly valuesSheet: string;
}

/** An empty workbook with the right column names; a second sheet has the values that can be chosen. */
export async function downloadTemplate(input: TemplateInput): Promise<void> {
  const { entity, locale, valuesSheet } = input;
  const label = textIn(entity.label, locale);
  const targets = targetsOf(input.model, entity, locale).filter(({ lines }) => lines === undefined);
  const header = targets.map((target) => nameOf(input, target));
  const heads: SheetData = [
    header.map((value, index): Cell => ({
      value,
      type: String,
      fontWeight: 'bold',
      backgroundColor: targets[index]?.required === true ? '#fff1d6' : '#eef1f6',
    })),
  ];
  const choices = targets.flatMap((target) => {
    const options = choicesOf(input, target).map((option) => option);
    return options.length === 0 ? [] : [{ name: nameOf(input, target), options }];
  });
  const columns = header.map((name) => ({ width: Math.max(14, name.length * 2 + 2) }));
  const sheets = [{ sheet: safeName(label), data: heads, columns, stickyRowsCount: 1 }];
  const values: SheetData = [
    choices.map(({ name }): Cell => ({ value: name, type: String, fontWeight: 'bold' })),
    ...Array.from({ length: Math.max(0, ...choices.map(({ options }) => options.length)) }, (_, row) =>
      choices.map(({ options }): Cell => {
        const value = options[row];
        return value === undefined ? null : { value, type: String };
      }),
    ),
  ];
  const all =
    choices.length === 0
      ? sheets
      : [
          ...sheets,
          {
            sheet: safeName(valuesSheet),
            data: values,
            columns: choices.map(() => ({ width: 22 })),
            stickyRowsCount: 1,
          },
        ];
  await writeWorkbook(all).toFile(`${label}.xlsx`);
}

/** The label; of a reference with the field that names its record, where that is not the only way. */
function nameOf({ model }: TemplateInput, { label, field }: Target): string {
  const [way] = waysOf(model, field);
  return way === undefined || field === undefined ? label : `${label}.${way.apiName}`;
}

function choicesOf(input: TemplateInput, target: Target): readonly string[] {
  if (target.field?.type.kind === 'bool') return input.locale === 'en' ? ['yes', 'no'] : ['是', '否'];
  return optionsOf(input, target, input.locale).map(({ label }) => label);
}

/** Excel forbids some characters in the names of sheets, and more than 31 of them. */
function safeName(name: string): string {
  return name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);
}
