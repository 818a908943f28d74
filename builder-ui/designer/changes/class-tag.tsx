import { CheckCircleOutlined, DatabaseOutlined, InboxOutlined, WarningOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import type { ChangeClass } from '../../../schema/model/changes.ts';
import { useChangesText } from './changes-texts.ts';
import './changes.css';

const ICONS: Readonly<Record<ChangeClass, ReactNode>> = {
  safe: <CheckCircleOutlined />,
  needsData: <DatabaseOutlined />,
  lossy: <InboxOutlined />,
  breaking: <WarningOutlined />,
};

/** What a change asks of whom it meets, in words and never by colour alone. */
export function ClassTag({ of, count }: { readonly of: ChangeClass; readonly count?: number }): ReactNode {
  const text = useChangesText();
  return (
    <Tooltip title={text(`${of}Hint`)}>
      <span className={`class-tag is-${of}`}>
        <span aria-hidden="true">{ICONS[of]}</span>
        {count !== undefined && <b>{count}</b>}
        {text(of)}
      </span>
    </Tooltip>
  );
}
