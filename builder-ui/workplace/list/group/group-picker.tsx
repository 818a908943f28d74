import { GroupOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { groupableEnds, groupingFrom, groupingText } from '../../documents/list-group.ts';
import type { LookProps } from '../list-screen.tsx';
import { useLookText } from '../look-texts.ts';
import { MenuButton } from '../../../shell/menu-button.tsx';

/** What the rows are gathered by. */
export function GroupPicker({
  columning,
  search,
  change,
}: Pick<LookProps, 'columning' | 'search' | 'change'>): ReactNode {
  const text = useLookText();
  const ends = groupableEnds(columning);
  if (ends.length === 0) return null;
  const chosen = groupingFrom(columning, search.group);
  const label = chosen === undefined ? text('gather') : text('gatheredBy', { what: chosen.end.label });
  return (
    <MenuButton
      menu={{
        selectable: true,
        selectedKeys: [chosen?.end.path ?? ''],
        className: 'filter-menu',
        items: [
          { key: '', label: text('gatherNot'), onClick: () => change({ group: undefined }) },
          ...ends.map((end) => ({
            key: end.path,
            label: end.label,
            onClick: () =>
              change({
                group: groupingText(
                  end.kind === 'date' || end.kind === 'datetime' ? { end, bucket: 'month' } : { end },
                ),
              }),
          })),
        ],
      }}
    >
      <Button
        type={chosen === undefined ? 'default' : 'primary'}
        icon={<GroupOutlined aria-hidden="true" />}
        aria-label={label}
        title={label}
      />
    </MenuButton>
  );
}
