import { useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useMapText } from '../map/map-texts.ts';
import { useDraft } from '../session/draft-context.tsx';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** Chooses the object whose fields the new one begins with. */
export function FromCopy({ onChoose }: { readonly onChoose: (entity: EntityDef) => void }): ReactNode {
  const text = useMapText();
  const { locale } = useLanguage();
  const entities = useDraft(({ log }) => log.template.entities) ?? [];
  const [chosen, setChosen] = useState<string>();
  return (
    <label>
      <span>{text('which')}</span>
      <ChoiceSelect
        aria-label={text('which')}
        {...(chosen === undefined ? {} : { value: chosen })}
        options={entities
          .filter(({ kind }) => kind !== 'line')
          .map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }))}
        onChange={(id: string) => {
          setChosen(id);
          const entity = entities.find((one) => one.id === id);
          if (entity !== undefined) onChoose(entity);
        }}
      />
    </label>
  );
}
