import { SettingOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import type { ListColumn } from '../documents/list-columns.ts';
import { WHOLE } from '../../shell/popup-home.ts';
import { useWorkText } from '../work-texts.ts';

const ColumnList = lazy(() => import('./column-list.tsx').then((list) => ({ default: list.ColumnList })));

/** The columns to choose from. */
export interface ColumnChooserProps {
  /** Shown ones first, in their order. */
  readonly possible: readonly ListColumn[];
  readonly shown: readonly string[];
  readonly onChange: (shown: readonly string[] | undefined) => void;
}

/** Which columns the reader sees, and in which order. */
export function ColumnChooser(props: ColumnChooserProps): ReactNode {
  const text = useWorkText();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      align={WHOLE}
      content={
        <Suspense fallback={null}>
          <ColumnList {...props} />
        </Suspense>
      }
    >
      <Button icon={<SettingOutlined aria-hidden="true" />} aria-label={text('columns')} title={text('columns')} />
    </Popover>
  );
}
