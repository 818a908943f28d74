import { type ReactNode } from 'react';
import { parseFieldType } from '../../../../schema/template/field-types.ts';
import type { EntityDef, FieldDef } from '../../../../schema/template/template.ts';
import type { ChildGridNode, FieldNode, LayoutNode } from '../../../../schema/template/template-views.ts';
import { useLanguage } from '../../../i18n/locale-context.tsx';
import { FIELD_TYPE_INFO } from '../../parts/field-type-info.tsx';
import { useFormEntity, useFormTarget, useNaming, useStage } from '../form-context.tsx';
import type { FormTarget } from '../form-target.ts';
import { useFormDesignText } from '../form-texts.ts';
import { findPlaced } from '../layout-tree.ts';
import { fieldsById, nodeName } from '../node-names.ts';
import { PART_ICONS, typeIcon } from '../palette.tsx';
import { useFieldSettings } from './field-settings.tsx';
import { useFormSettings } from './form-settings.tsx';
import { GridColumns } from './grid-columns.tsx';
import { useNodeSettings } from './node-settings.tsx';
import { usePropertyText } from './property-texts.ts';
import { SettingList, type Setting } from './setting.tsx';
import './properties.css';

/** The settings of what is selected: a field, a part of the layout, or the form. */
export function Properties(): ReactNode {
  const entity = useFormEntity();
  const target = useFormTarget();
  const text = usePropertyText();
  const selected = useStage((state) => state.selected);
  const last = selected.at(-1);
  const node = last === undefined ? undefined : findPlaced(target?.view.layout ?? [], last)?.node;
  if (entity === undefined || target === undefined) return null;
  if (selected.length > 1 && node !== undefined)
    return <p className="settings-several">{text('several', { count: selected.length })}</p>;
  if (node === undefined) return <FormSettings key="form" entity={entity} target={target} />;
  const field = 'field' in node ? fieldsById(entity).get(node.field) : undefined;
  // A panel of its own for each part: what is being typed belongs to the part that it was typed for.
  if (field !== undefined && 'field' in node)
    return <FieldSettings key={`${node.id} ${field.id}`} entity={entity} field={field} node={node} />;
  return <NodeSettings key={node.id} node={node} />;
}

function FieldSettings({
  entity,
  field,
  node,
}: {
  readonly entity: EntityDef;
  readonly field: FieldDef;
  readonly node: FieldNode | ChildGridNode;
}): ReactNode {
  const { locale } = useLanguage();
  const settings = useFieldSettings(entity, field, node);
  const columns = useColumnSettings(node, field);
  const parsed = parseFieldType(field.type);
  const type = parsed.ok ? FIELD_TYPE_INFO[parsed.value.kind].name[locale] : field.type;
  const [first, ...rest] = settings;
  return (
    <SettingList
      settings={first === undefined ? [] : [first, ...columns, ...rest]}
      head={<Head node={node} icon={typeIcon(field.type)} kind={type} />}
    />
  );
}

function useColumnSettings(node: FieldNode | ChildGridNode, field: FieldDef): readonly Setting[] {
  const text = usePropertyText();
  if (node.kind !== 'childGrid' || field.of === undefined) return [];
  const control = <GridColumns node={node} of={field.of} />;
  return [{ key: 'columns', label: text('gridColumns'), means: text('gridColumnsMeans'), control }];
}

function NodeSettings({ node }: { readonly node: LayoutNode }): ReactNode {
  const text = useFormDesignText();
  const settings = useNodeSettings(node);
  const icon = node.kind === 'field' || node.kind === 'childGrid' ? typeIcon('text') : PART_ICONS[node.kind];
  return <SettingList settings={settings} head={<Head node={node} icon={icon} kind={text(node.kind)} />} />;
}

function Head({
  node,
  icon,
  kind,
}: {
  readonly node: LayoutNode;
  readonly icon: ReactNode;
  readonly kind: string;
}): ReactNode {
  const naming = useNaming();
  return (
    <div className="settings-title">
      <span className="settings-icon" aria-hidden="true">
        {icon}
      </span>
      <h2>{nodeName(node, naming)}</h2>
      <span className="settings-kind">{kind}</span>
    </div>
  );
}

function FormSettings({ entity, target }: { readonly entity: EntityDef; readonly target: FormTarget }): ReactNode {
  const text = useFormDesignText();
  const settings = useFormSettings(entity, target);
  return (
    <SettingList
      settings={settings}
      head={
        <div className="settings-title">
          <h2>{text('nothingSelected')}</h2>
        </div>
      }
    />
  );
}
