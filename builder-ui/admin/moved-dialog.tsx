import { Link } from '@tanstack/react-router';
import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { MovedRecordsDocument } from '../data/generated/graphql.ts';
import { usePlatform } from '../data/use-platform.ts';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useHandOverText } from './hand-over-texts.ts';

/** The records that a hand-over moved, by kind, each with the way to it. */
export function MovedDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const text = useHandOverText();
  const { name: tenant } = useTenant();
  const { data, error, refetch } = usePlatform(MovedRecordsDocument, {
    topic: 'admin-moved',
    variables: { tenant, id },
  });
  const all = data?.movedRecords ?? [];
  const groups = [...new Set(all.map(({ entityLabel }) => entityLabel))].map(
    (label) => [label, all.filter(({ entityLabel }) => entityLabel === label)] as const,
  );
  return (
    <Modal open title={text('moved')} footer={null} onCancel={onClose}>
      {data === undefined && (error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />)}
      {data !== undefined && groups.length === 0 && <p className="adm-nothing">{text('movedNone')}</p>}
      <div className="adm-form adm-moved">
        {groups.map(([label, records]) => (
          <section key={label}>
            <h3>
              {label} <span className="adm-soft">{records.length}</span>
            </h3>
            <ul>
              {records.map((record) => (
                <li key={record.id}>
                  <Link to="/w/$tenant/e/$entity/$id" params={{ tenant, entity: record.entity, id: record.id }}>
                    {record.title === '' ? text('untitled') : record.title}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}
