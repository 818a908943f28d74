import { CalendarOutlined, ClockCircleOutlined, DownOutlined, SearchOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { isComputed } from '../../../schema/template/computed.ts';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { FieldDef } from '../../../schema/template/template.ts';
import { parseFieldType } from '../../../schema/template/field-types.ts';
import { FIELD_TYPE_INFO } from '../parts/field-type-info.tsx';
import type { FormDesignText } from './form-texts.ts';

/** A drawing of the control that people will fill in. It takes no input and is not read aloud. */
export function FieldPicture({
  field,
  locale,
  text,
}: {
  readonly field: FieldDef | undefined;
  readonly locale: Locale;
  readonly text: FormDesignText;
}): ReactNode {
  const parsed = parseFieldType(field?.type ?? 'text');
  const kind = parsed.ok ? parsed.value.kind : 'text';
  if (field !== undefined && isComputed(field)) return <span className="pic is-still">{text('computed')}</span>;
  switch (kind) {
    case 'sequence':
      return <span className="pic is-still">{text('given')}</span>;
    case 'longtext':
    case 'richtext':
    case 'json':
      return <span className="pic is-tall" />;
    case 'bool':
      return <span className="pic-switch" />;
    case 'enum':
    case 'multiEnum':
      return (
        <span className="pic">
          <span className="pic-options">
            <Options field={field} locale={locale} />
          </span>
          <DownOutlined className="pic-end" />
        </span>
      );
    case 'ref':
    case 'multiRef':
    case 'user':
    case 'org':
      return (
        <span className="pic">
          <span className="pic-hint">{text('choose')}</span>
          <SearchOutlined className="pic-end" />
        </span>
      );
    case 'date':
    case 'datetime':
      return (
        <span className="pic">
          <span className="pic-hint">{kind === 'date' ? '2026-01-31' : '2026-01-31 09:00'}</span>
          <CalendarOutlined className="pic-end" />
        </span>
      );
    case 'time':
    case 'duration':
      return (
        <span className="pic">
          <ClockCircleOutlined className="pic-end" />
        </span>
      );
    case 'int':
    case 'decimal':
    case 'money':
    case 'quantity':
    case 'percent':
      return <NumberPicture field={field} kind={kind} />;
    case 'file':
    case 'image':
    case 'signature':
    case 'geo':
      return <span className="pic is-dashed">{FIELD_TYPE_INFO[kind].name[locale]}</span>;
    default:
      return <span className="pic" />;
  }
}

/** As many of the first options as fit whole. */
function Options({ field, locale }: { readonly field: FieldDef | undefined; readonly locale: Locale }): ReactNode {
  return (field?.options ?? []).slice(0, 8).map((option) => (
    <span key={option.id} className="pic-option" data-color={option.color ?? 'gray'}>
      {textIn(option.label, locale) || option.id}
    </span>
  ));
}

function NumberPicture({ field, kind }: { readonly field: FieldDef | undefined; readonly kind: string }): ReactNode {
  const unit = kind === 'percent' ? '%' : (field?.unit ?? (kind === 'money' ? field?.currency : undefined));
  return (
    <span className="pic is-number">
      <span className="pic-hint">{kind === 'int' ? '0' : '0.00'}</span>
      {unit !== undefined && <span className="pic-unit">{unit}</span>}
    </span>
  );
}
