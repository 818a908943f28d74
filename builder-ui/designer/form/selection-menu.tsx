import type { MenuProps } from 'antd';
import { useFormDesign, useFormTarget, useStage } from './form-context.tsx';
import { useFormDesignText, type FormDesignText } from './form-texts.ts';
import type { FormCommands } from './form-commands.ts';
import type { Stage } from './form-stage.ts';
import { findPlaced } from './layout-tree.ts';

type Items = NonNullable<MenuProps['items']>;

/** What can be done with the selection, as a menu: of the canvas by right click, of the bar by its last button. */
export function useCommandMenu(): MenuProps {
  const { commands, stage } = useFormDesign();
  const text = useFormDesignText();
  const target = useFormTarget();
  const focused = useStage((state) => state.selected.at(-1));
  const node = focused === undefined ? undefined : findPlaced(target?.view.layout ?? [], focused)?.node;
  const field = node === undefined ? undefined : commands.fieldOf(node)?.id;
  const items = commandItems(text, { isSelected: node !== undefined, field });
  return { items, onClick: ({ key }) => doCommand(key, { commands, stage, field }) };
}

function commandItems(
  text: FormDesignText,
  { isSelected, field }: { readonly isSelected: boolean; readonly field: string | undefined },
): Items {
  const disabled = !isSelected;
  return [
    { key: 'add', label: text('addAfter'), extra: '/' },
    { type: 'divider' },
    { key: 'rename', label: text('rename'), extra: 'Enter', disabled },
    { key: 'duplicate', label: text('duplicate'), extra: 'Ctrl+D', disabled },
    { type: 'divider' },
    { key: 'back', label: text('moveBack'), extra: 'Alt+↑', disabled },
    { key: 'on', label: text('moveOn'), extra: 'Alt+↓', disabled },
    { key: 'in', label: text('moveIn'), extra: 'Alt+Shift+↓', disabled },
    { key: 'out', label: text('moveOut'), extra: 'Alt+Shift+↑', disabled },
    { type: 'divider' },
    {
      type: 'group',
      label: text('restTo'),
      children: [
        { key: 'section', label: text('toSection'), disabled },
        { key: 'tab', label: text('toTab'), disabled },
        { key: 'column', label: text('toColumn'), disabled },
      ],
    },
    { type: 'divider' },
    { key: 'remove', label: text('remove'), extra: 'Delete', disabled },
    ...(field === undefined ? [] : [{ key: 'archive', label: text('archive'), danger: true }]),
  ];
}

interface Doing {
  readonly commands: FormCommands;
  readonly stage: Stage;
  readonly field: string | undefined;
}

function doCommand(key: string, { commands, stage, field }: Doing): void {
  const { focused } = commands;
  switch (key) {
    case 'add':
      return stage.setState({ picking: { kind: 'add' } });
    case 'rename':
      return focused === undefined ? undefined : commands.edit(focused);
    case 'duplicate':
      return commands.duplicate();
    case 'back':
    case 'on':
      return commands.move(key);
    case 'in':
      return commands.moveIn();
    case 'out':
      return commands.moveOut();
    case 'section':
    case 'tab':
    case 'column':
      return commands.wrap(key);
    case 'remove':
      return commands.remove();
    default:
      return stage.setState({ archiving: field });
  }
}
