import { Segmented, Switch } from 'antd';
import type { Text } from '../../../../schema/core/text.ts';
import { TEXT_TONES, type LayoutNode } from '../../../../schema/template/template-views.ts';
import { BilingualInput } from '../../parts/bilingual-input.tsx';
import { useFormDesign } from '../form-context.tsx';
import { RuleSetting } from './condition-setting.tsx';
import { usePropertyText } from './property-texts.ts';
import type { Setting } from './setting.tsx';

/** The settings of a part of the layout that is no field. */
export function useNodeSettings(node: LayoutNode): readonly Setting[] {
  const text = usePropertyText();
  const { commands, entity } = useFormDesign();
  const set = (key: string, value: Text | string | boolean | undefined, setting: string): void =>
    commands.setNode(node.id, key, { value, label: text('set', { setting, name: commands.nameOf(node) }) });
  const own: readonly Setting[] = ownSettings(node, { text, set });
  return [
    ...own,
    {
      key: 'visible',
      label: text('visible'),
      means: text('visibleMeans'),
      control: (
        <RuleSetting
          value={node.visible}
          onCommit={(value) => set('visible', value, text('visible'))}
          entity={entity}
          label={text('visible')}
          placeholder={text('alwaysShown')}
        />
      ),
    },
  ];
}

interface Making {
  readonly text: ReturnType<typeof usePropertyText>;
  readonly set: (key: string, value: Text | string | boolean | undefined, setting: string) => void;
}

function ownSettings(node: LayoutNode, { text, set }: Making): readonly Setting[] {
  switch (node.kind) {
    case 'section':
      return [
        {
          key: 'label',
          label: text('sectionLabel'),
          isLabelled: true,
          control: (
            <BilingualInput
              label={text('sectionLabel')}
              value={node.label}
              onCommit={(value) => set('label', value, text('sectionLabel'))}
            />
          ),
        },
        {
          key: 'collapsed',
          label: text('collapsed'),
          means: text('collapsedMeans'),
          control: (
            <Switch
              aria-label={text('collapsed')}
              checked={node.collapsed === true}
              onChange={(isOn) => set('collapsed', isOn ? true : undefined, text('collapsed'))}
            />
          ),
        },
      ];
    case 'text':
      return [
        {
          key: 'text',
          label: text('text'),
          isLabelled: true,
          control: (
            <BilingualInput
              multiline
              label={text('text')}
              value={node.text}
              onCommit={(value) => value !== undefined && set('text', value, text('text'))}
            />
          ),
        },
        {
          key: 'tone',
          label: text('tone'),
          control: (
            <Segmented
              block
              aria-label={text('tone')}
              value={node.tone ?? 'plain'}
              options={TEXT_TONES.map((tone) => ({ value: tone, label: text(tone) }))}
              onChange={(tone) => set('tone', tone === 'plain' ? undefined : tone, text('tone'))}
            />
          ),
        },
      ];
    default:
      return [];
  }
}
