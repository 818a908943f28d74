import { Popover } from 'antd';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { FieldDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { useFieldText } from './field-texts.ts';
import '../form/properties/properties.css';

/** Fetched when options are first looked at. */
const OptionsEditor = lazy(async () => ({
  default: (await import('../form/properties/options-editor.tsx')).OptionsEditor,
}));

/** The options of a choice beside its type: how many there are, and their editor where one is (SPEC [DSG-130]). */
export function OptionsCell({
  entity,
  field,
  label,
}: {
  readonly entity: string;
  readonly field: FieldDef;
  readonly label: string;
}): ReactNode {
  const text = useFieldText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const count = text('optionCount', { count: field.options?.length ?? 0 });
  const name = textIn(field.label, locale) || field.id;
  // A click in the dialog where a list is pasted is none beside the options.
  const [isHeld, setHeld] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={(open) => isHeld || setOpen(open)}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      content={
        <div
          className="field-options"
          role="group"
          aria-label={text('optionsOf', { field: name })}
          // Its keys are its own: the grid around it is not moved in.
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key !== 'Escape') return;
            setOpen(false);
            button.current?.focus();
          }}
          onPaste={(event) => event.stopPropagation()}
        >
          <Suspense fallback={<Waiting />}>
            <OptionsEditor
              entity={entity}
              field={field}
              onPasting={setHeld}
              run={(edits) => void session.run(text('stepOptions', { field: name }), edits)}
            />
          </Suspense>
        </div>
      }
    >
      <button
        ref={button}
        type="button"
        className="field-options-open"
        aria-expanded={isOpen}
        aria-label={`${label}: ${count}`}
        // A list that is open keeps its keys, and this one opens with Enter.
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.stopPropagation();
        }}
      >
        {(field.options ?? []).slice(0, DOTS).map(({ id, color }) => (
          <span key={id} className="swatch" data-color={color ?? 'gray'} aria-hidden="true" />
        ))}
        {count}
      </button>
    </Popover>
  );
}

/** So many colours tell what kind of choice it is. */
const DOTS = 3;
