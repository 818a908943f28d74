import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  EditOutlined,
  MoreOutlined,
  PlusOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, Segmented, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { FIELD_WIDTHS } from '../../../schema/template/template-views.ts';
import { useFormDesign, useFormTarget, useNaming, useStage } from './form-context.tsx';
import { useFormDesignText } from './form-texts.ts';
import { findPlaced } from './layout-tree.ts';
import { nodeName } from './node-names.ts';
import { useCommandMenu } from './selection-menu.tsx';

/** What is selected, and what one does with it most. */
export function SelectionBar(): ReactNode {
  const { commands, stage } = useFormDesign();
  const text = useFormDesignText();
  const selected = useStage((state) => state.selected);
  const target = useFormTarget();
  const naming = useNaming();
  const menu = useCommandMenu();
  const last = selected.at(-1);
  const placed = last === undefined ? undefined : findPlaced(target?.view.layout ?? [], last);
  const node = placed?.node;
  const isNone = node === undefined;
  // In a row of columns the row gives the width.
  const width =
    node?.kind === 'field' && placed?.parents.at(-1)?.kind !== 'columns' ? (node.width ?? 'full') : undefined;
  const name = isNone
    ? text('nothingSelected')
    : selected.length > 1
      ? text('selectedCount', { count: selected.length })
      : nodeName(node, naming);
  return (
    <div className="selection-bar" role="toolbar" aria-label={text('commands')}>
      <span className="selection-name" title={name}>
        {name}
      </span>
      <Tooltip title={`${text('addAfter')} /`}>
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          aria-label={text('addAfter')}
          onClick={() => stage.setState({ picking: { kind: 'add' } })}
        />
      </Tooltip>
      <Command
        icon={<EditOutlined />}
        words={text('rename')}
        keys="Enter"
        disabled={isNone || node.kind === 'columns' || node.kind === 'tabs'}
        act={() => last !== undefined && commands.edit(last)}
      />
      <Command
        icon={<ArrowUpOutlined />}
        words={text('moveBack')}
        keys="Alt+↑"
        disabled={isNone}
        act={() => commands.move('back')}
      />
      <Command
        icon={<ArrowDownOutlined />}
        words={text('moveOn')}
        keys="Alt+↓"
        disabled={isNone}
        act={() => commands.move('on')}
      />
      <Command
        icon={<CopyOutlined />}
        words={text('duplicate')}
        keys="Ctrl+D"
        disabled={isNone}
        act={() => commands.duplicate()}
      />
      <Command
        icon={<DeleteOutlined />}
        words={text('remove')}
        keys="Delete"
        disabled={isNone}
        act={() => commands.remove()}
      />
      {width !== undefined && (
        <Segmented
          size="small"
          aria-label={text('width')}
          value={width}
          options={FIELD_WIDTHS.map((value) => ({ value, label: text(value) }))}
          onChange={(value) => commands.setWidth(value)}
        />
      )}
      <Dropdown menu={menu} trigger={['click']}>
        <Button size="small" type="text" icon={<MoreOutlined />} aria-label={text('more')} />
      </Dropdown>
    </div>
  );
}

function Command({
  icon,
  words,
  keys,
  disabled,
  act,
}: {
  readonly icon: ReactNode;
  readonly words: string;
  readonly keys: string;
  readonly disabled: boolean;
  readonly act: () => void;
}): ReactNode {
  return (
    <Tooltip title={`${words} · ${keys}`}>
      <Button size="small" type="text" icon={icon} aria-label={words} disabled={disabled} onClick={act} />
    </Tooltip>
  );
}
