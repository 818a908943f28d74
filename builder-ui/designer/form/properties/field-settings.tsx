import { Select, Switch } from 'antd';
import { type ReactNode } from 'react';
import { isComputed } from '../../../../schema/template/computed.ts';
import { textIn } from '../../../../schema/core/text.ts';
import type { Edit, Json } from '../../../../schema/model/edits.ts';
import { isFieldKind, parseFieldType } from '../../../../schema/template/field-types.ts';
import type { EntityDef, FieldDef } from '../../../../schema/template/template.ts';
import type { ChildGridNode, FieldNode } from '../../../../schema/template/template-views.ts';
import { useLanguage } from '../../../i18n/locale-context.tsx';
import { BilingualInput } from '../../parts/bilingual-input.tsx';
import { FIELD_TYPE_GROUPS, FIELD_TYPE_INFO } from '../../parts/field-type-info.tsx';
import { useDraft, useDraftSession } from '../../session/draft-context.tsx';
import { useFormDesign } from '../form-context.tsx';
import { toJson } from '../to-json.ts';
import { computedSettings } from './computed-settings.tsx';
import { ConditionSetting, RuleSetting } from './condition-setting.tsx';
import { DefaultSetting } from './default-setting.tsx';
import { changeType, setOnField, typesFor } from './field-setters.ts';
import { usePropertyText } from './property-texts.ts';
import type { Setting } from './setting.tsx';
import { knows, mainTypeSettings, moreTypeSettings, type FieldSetting } from './type-settings.tsx';

/** All settings of a field where it stands on a form, those that people reach for first. */
export function useFieldSettings(
  entity: EntityDef,
  field: FieldDef,
  node: FieldNode | ChildGridNode,
): readonly Setting[] {
  const making = useMaking(entity, field);
  const { type, run } = making;
  const isMade = isComputed(field) || type.kind === 'sequence';
  const isNode = node.kind === 'field' ? node : undefined;
  return [
    labelSetting(making),
    ...mainTypeSettings(making),
    ...(isMade ? computedSettings(making) : []),
    ...(knows(making, 'required') && !isMade ? [requiredSetting(making)] : []),
    helpSetting(making),
    visibleSetting(making),
    ...(knows(making, 'default') && !isMade && type.kind !== 'ref' ? [defaultSetting(making)] : []),
    ...(isMade ? [] : [readonlySetting(making)]),
    ...(knows(making, 'unique') && !isMade ? [switchSetting(making, 'unique')] : []),
    ...moreTypeSettings(making),
    ...(isMade ? [] : computedSettings(making)),
    ...(isMade ? [] : [typeSetting(making, run)]),
    ...(knows(making, 'secret') ? [switchSetting(making, 'secret')] : []),
    switchSetting(making, 'editableAfterPost'),
    ...(isNode === undefined ? [] : nodeSettings(making, isNode)),
    idSetting(making),
  ];
}

function useMaking(entity: EntityDef, field: FieldDef): FieldSetting {
  const text = usePropertyText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const parsed = parseFieldType(field.type);
  const name = textIn(field.label, locale) || field.id;
  const run = (setting: string, edits: readonly Edit[]): void => {
    session.run(text('set', { setting, name }), edits);
  };
  return {
    template,
    entity,
    field,
    type: parsed.ok ? parsed.value : { kind: 'text' },
    text,
    locale,
    run,
    set: (key, value: Json | undefined, setting) => run(setting, [setOnField(entity.id, field.id, { key, value })]),
  };
}

function labelSetting({ field, text, set }: FieldSetting): Setting {
  return {
    key: 'label',
    label: text('label'),
    means: text('labelMeans', { name: field.apiName ?? field.id.replace(/^x_/, '') }),
    isLabelled: true,
    control: (
      <BilingualInput
        label={text('label')}
        value={field.label}
        onCommit={(value) => set('label', value === undefined ? undefined : toJson(value), text('label'))}
      />
    ),
  };
}

function helpSetting({ field, text, set }: FieldSetting): Setting {
  return {
    key: 'help',
    label: text('help'),
    means: text('helpMeans'),
    isLabelled: true,
    control: (
      <BilingualInput
        label={text('help')}
        value={field.help}
        onCommit={(value) => set('help', value === undefined ? undefined : toJson(value), text('help'))}
      />
    ),
  };
}

function requiredSetting({ field, entity, text, set }: FieldSetting): Setting {
  return {
    key: 'required',
    label: text('required'),
    means: text('requiredMeans'),
    control: (
      <ConditionSetting
        value={field.required}
        onCommit={(value) => set('required', value, text('required'))}
        entity={entity.id}
        label={text('required')}
      />
    ),
  };
}

function readonlySetting({ field, entity, text, set }: FieldSetting): Setting {
  return {
    key: 'readonly',
    label: text('readonly'),
    means: text('readonlyMeans'),
    isSet: field.readonly !== undefined,
    control: (
      <ConditionSetting
        value={field.readonly}
        onCommit={(value) => set('readonly', value, text('readonly'))}
        entity={entity.id}
        label={text('readonly')}
      />
    ),
  };
}

function visibleSetting({ field, entity, text, set }: FieldSetting): Setting {
  return {
    key: 'visible',
    label: text('visible'),
    means: text('visibleMeans'),
    isSet: field.visible !== undefined,
    control: (
      <RuleSetting
        value={field.visible}
        onCommit={(value) => set('visible', value, text('visible'))}
        entity={entity.id}
        label={text('visible')}
        placeholder={text('alwaysShown')}
      />
    ),
  };
}

function defaultSetting(making: FieldSetting): Setting {
  const { text, field } = making;
  return {
    key: 'default',
    label: text('default'),
    means: text('defaultMeans'),
    isSet: field.default !== undefined,
    control: <DefaultSetting making={making} />,
  };
}

function switchSetting({ field, text, set }: FieldSetting, key: 'unique' | 'secret' | 'editableAfterPost'): Setting {
  return {
    key,
    label: text(key),
    means: text(`${key}Means`),
    isSet: field[key] === true,
    control: (
      <Switch
        aria-label={text(key)}
        checked={field[key] === true}
        onChange={(isOn) => set(key, isOn ? true : undefined, text(key))}
      />
    ),
  };
}

function typeSetting(
  { template, entity, field, type, text, locale }: FieldSetting,
  run: (setting: string, edits: readonly Edit[]) => void,
): Setting {
  const kinds = FIELD_TYPE_GROUPS.map((group) => ({
    label: group.name[locale],
    options: typesFor(field, group.kinds).map((kind) => ({ value: kind, label: FIELD_TYPE_INFO[kind].name[locale] })),
  }));
  return {
    key: 'type',
    label: text('type'),
    means: text('typeMeans'),
    control: (
      <Select
        aria-label={text('type')}
        value={type.kind}
        disabled={type.kind === 'lines' || type.kind === 'sequence'}
        options={kinds}
        onChange={(kind: string) => {
          if (isFieldKind(kind)) run(text('type'), changeType(template, entity, { field, kind }));
        }}
      />
    ),
  };
}

function nodeSettings({ text, entity }: FieldSetting, node: FieldNode): readonly Setting[] {
  return [
    {
      key: 'labelHere',
      label: text('labelHere'),
      means: text('labelHereMeans'),
      isSet: node.label !== undefined,
      isLabelled: true,
      control: <NodeLabelInput node={node} />,
    },
    {
      key: 'visibleHere',
      label: text('visibleHere'),
      means: text('visibleHereMeans'),
      isSet: node.visible !== undefined,
      control: <NodeRule node={node} entity={entity.id} />,
    },
  ];
}

function NodeLabelInput({ node }: { readonly node: FieldNode }): ReactNode {
  const text = usePropertyText();
  const { commands } = useFormDesign();
  const label = text('labelHere');
  return (
    <BilingualInput
      label={label}
      value={node.label}
      onCommit={(value) =>
        commands.setNode(node.id, 'label', {
          value,
          label: text('set', { setting: label, name: commands.nameOf(node) }),
        })
      }
    />
  );
}

function NodeRule({ node, entity }: { readonly node: FieldNode; readonly entity: string }): ReactNode {
  const text = usePropertyText();
  const { commands } = useFormDesign();
  const label = text('visibleHere');
  return (
    <RuleSetting
      value={node.visible}
      onCommit={(value) =>
        commands.setNode(node.id, 'visible', {
          value,
          label: text('set', { setting: label, name: commands.nameOf(node) }),
        })
      }
      entity={entity}
      label={label}
      placeholder={text('alwaysShown')}
    />
  );
}

function idSetting({ field, text }: FieldSetting): Setting {
  return {
    key: 'ids',
    label: text('ids'),
    means: text('idsMeans'),
    control: <code className="setting-id">{field.id}</code>,
  };
}
