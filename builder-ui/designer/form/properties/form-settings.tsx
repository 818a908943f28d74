import { Select } from 'antd';
import { textIn } from '../../../../schema/core/text.ts';
import type { Json } from '../../../../schema/model/edits.ts';
import type { EntityDef } from '../../../../schema/template/template.ts';
import { useLanguage } from '../../../i18n/locale-context.tsx';
import { BilingualInput } from '../../parts/bilingual-input.tsx';
import { useDraft, useDraftSession } from '../../session/draft-context.tsx';
import { materialise, type FormTarget } from '../form-target.ts';
import { toJson } from '../to-json.ts';
import { usePropertyText } from './property-texts.ts';
import type { Setting } from './setting.tsx';

/** The settings of the form as a whole, and of the object that it is for. */
export function useFormSettings(entity: EntityDef, target: FormTarget): readonly Setting[] {
  const text = usePropertyText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const roles = useDraft(({ log }) => log.template.roles) ?? [];
  const { view } = target;
  const setView = (key: string, value: Json | undefined, setting: string): void => {
    const name = textIn(view.label, locale) || view.id;
    const set = {
      kind: 'setProperty',
      at: ['views', view.id],
      key,
      ...(value === undefined ? {} : { value }),
    } as const;
    session.run(text('set', { setting, name }), [...materialise(target), set]);
  };
  return [
    {
      key: 'formLabel',
      label: text('formLabel'),
      isLabelled: true,
      control: (
        <BilingualInput
          label={text('formLabel')}
          value={view.label}
          onCommit={(value) => setView('label', value === undefined ? undefined : toJson(value), text('formLabel'))}
        />
      ),
    },
    {
      key: 'roles',
      label: text('formRoles'),
      means: text('formRolesMeans'),
      control: (
        <Select
          mode="multiple"
          aria-label={text('formRoles')}
          value={[...(view.roles ?? [])]}
          options={roles.map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }))}
          onChange={(value) => setView('roles', value.length === 0 ? undefined : value, text('formRoles'))}
        />
      ),
    },
    ...useObjectSettings(entity),
  ];
}

function useObjectSettings(entity: EntityDef): readonly Setting[] {
  const text = usePropertyText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const set = (key: string, value: Json | undefined, setting: string): void => {
    const name = textIn(entity.label, locale) || entity.id;
    const edit = {
      kind: 'setProperty',
      at: ['entities', entity.id],
      key,
      ...(value === undefined ? {} : { value }),
    } as const;
    session.run(text('set', { setting, name }), [edit]);
  };
  const words = (key: 'label' | 'help', label: string): Setting => ({
    key: `object.${key}`,
    label,
    isLabelled: true,
    control: (
      <BilingualInput
        label={label}
        value={entity[key]}
        onCommit={(value) => set(key, value === undefined ? undefined : toJson(value), label)}
      />
    ),
  });
  const titles = entity.fields.filter(
    ({ type, secret }) => secret !== true && /^(text|sequence|int|date|enum)$/.test(type),
  );
  return [
    words('label', text('objectLabel')),
    words('help', text('objectHelp')),
    {
      key: 'title',
      label: text('title'),
      means: text('titleMeans'),
      control: (
        <Select
          aria-label={text('title')}
          value={entity.title ?? null}
          options={titles.map(({ id, label }) => ({ value: id, label: textIn(label, locale) || id }))}
          onChange={(value) => value !== null && set('title', value, text('title'))}
        />
      ),
    },
  ];
}
