import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { useExportText } from './export-texts.ts';
import type { ListFile } from './save-list.ts';
import { MenuButton } from '../../../shell/menu-button.tsx';

interface ExportMenuProps extends Omit<ListFile, 'onProgress' | 'signal' | 'totals'> {
  /** How many rows the list has; `undefined` while that is asked. */
  readonly count: number | undefined;
  /** What the numbers of all rows add up to, by the ids of their columns. */
  readonly sums?: ReadonlyMap<string, string>;
}

/** Saves the list as it is shown; a large one says how far it is and can be stopped. */
export function ExportMenu({ count, sums, ...given }: ExportMenuProps): ReactNode {
  const text = useExportText();
  const { message } = App.useApp();
  const [done, setDone] = useState<number>();
  const file = sums === undefined ? given : { ...given, totals: { name: text('total'), sums } };
  const stop = useRef<AbortController>(null);
  const run = async (kind: 'saveExcel' | 'saveCsv'): Promise<void> => {
    const controller = new AbortController();
    stop.current = controller;
    setDone(0);
    try {
      const saving = await import('./save-list.ts');
      const rows = await saving[kind]({ ...file, onProgress: setDone, signal: controller.signal });
      if (count !== undefined && rows < count) void message.warning(text('fewer', { saved: rows, count }));
      else void message.success(text('saved', { count: rows }));
    } catch (error) {
      if (!controller.signal.aborted) void message.error(error instanceof Error ? error.message : text('failed'));
    } finally {
      setDone(undefined);
    }
  };
  if (done !== undefined)
    return (
      <Button onClick={() => stop.current?.abort()} title={text('stop')}>
        {text('progress', { done, count: count ?? done })} ×
      </Button>
    );
  return (
    <MenuButton
      menu={{
        items: [
          { key: 'excel', label: text('excel'), onClick: () => void run('saveExcel') },
          { key: 'csv', label: text('csv'), onClick: () => void run('saveCsv') },
        ],
      }}
    >
      <Button icon={<DownloadOutlined aria-hidden="true" />} aria-label={text('export')} title={text('export')} />
    </MenuButton>
  );
}
