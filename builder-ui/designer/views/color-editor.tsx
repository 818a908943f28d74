import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ColorDef } from '../../../schema/template/template-views.ts';
import { nodeId } from '../form/layout-edits.ts';
import { COLORS } from '../form/properties/options-editor.tsx';
import { usePropertyText } from '../form/properties/property-texts.ts';
import { toJson } from '../form/to-json.ts';
import { ExpressionInput } from '../parts/expression-input.tsx';
import type { ViewChange, ViewDesign } from './use-view-design.ts';

/** Rules by which rows are coloured. A new rule is kept once it says when. */
export function ColorEditor({
  design,
  colors,
  list,
  change,
}: {
  readonly design: ViewDesign;
  readonly colors: readonly ColorDef[];
  readonly list: readonly string[];
  readonly change: ViewChange;
}): ReactNode {
  const { text, entity } = design;
  const colorText = usePropertyText();
  const [begun, setBegun] = useState<string>();
  const setting = text('colors');
  const scope = { entity: entity?.id ?? '', expected: { kind: 'bool' } } as const;
  const colorOptions = COLORS.map((color) => ({
    value: color,
    label: (
      <span>
        <span className="swatch" data-color={color} /> {colorText(color)}
      </span>
    ),
  }));
  const nameOf = (color: string): string => {
    const known = COLORS.find((one) => one === color);
    return known === undefined ? color : colorText(known);
  };
  return (
    <div className="color-editor">
      {colors.map((rule, index) => (
        <div key={rule.id} className="color-row">
          <Select
            aria-label={text('colorOf', { number: index + 1 })}
            value={rule.color}
            options={colorOptions}
            onChange={(value) =>
              change.run([{ kind: 'setProperty', at: [...list, rule.id], key: 'color', value }], setting)
            }
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={text('colorRemove', { number: index + 1 })}
            onClick={() => change.run([{ kind: 'removeItem', list, id: rule.id }], setting)}
          />
          <ExpressionInput
            value={rule.when}
            scope={scope}
            label={text('colorWhen', { color: nameOf(rule.color) })}
            onCommit={(when) =>
              when !== undefined &&
              change.run([{ kind: 'setProperty', at: [...list, rule.id], key: 'when', value: when }], setting)
            }
          />
        </div>
      ))}
      {begun === undefined ? (
        <Button size="small" icon={<PlusOutlined />} onClick={() => setBegun('amber')}>
          {text('addColor')}
        </Button>
      ) : (
        <div className="color-row">
          <Select
            aria-label={text('colorOf', { number: colors.length + 1 })}
            value={begun}
            options={colorOptions}
            onChange={setBegun}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={text('colorRemove', { number: colors.length + 1 })}
            onClick={() => setBegun(undefined)}
          />
          <ExpressionInput
            value={undefined}
            scope={scope}
            label={text('colorWhen', { color: nameOf(begun) })}
            onCommit={(when) => {
              if (when === undefined) return;
              const id = nodeId(
                'color',
                colors.map((rule) => rule.id),
              );
              change.run([{ kind: 'addItem', list, item: toJson({ id, when, color: begun }) }], setting);
              setBegun(undefined);
            }}
          />
        </div>
      )}
    </div>
  );
}
