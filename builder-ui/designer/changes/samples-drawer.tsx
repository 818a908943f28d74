import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { shown } from './change-item.tsx';
import { useChangesText } from './changes-texts.ts';
import type { RuleImpact } from './draft-plan.ts';
import { concerned } from './publish-checks.ts';

/** The records that a change concerns, each with the values that take part and the way to it. */
export function SamplesDrawer({
  impact,
  onClose,
}: {
  readonly impact: RuleImpact | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const text = useChangesText();
  return (
    <Drawer open={impact !== undefined} onClose={onClose} size={560} title={text('samplesTitle')} destroyOnHidden>
      {impact !== undefined && <Samples impact={impact} />}
    </Drawer>
  );
}

function Samples({ impact }: { readonly impact: RuleImpact }): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const { name: tenant, model } = useTenant();
  const entity = model.entities.find(({ id }) => id === impact.entity);
  const labelOf = (id: string): string =>
    textIn(entity?.fields.find((field) => field.id === id)?.label ?? humanText(id), locale);
  const columns = [...new Set(impact.samples.flatMap(({ values }) => Object.keys(values)))];
  const count = concerned(impact) ?? impact.samples.length;
  const isAll = count <= impact.samples.length && impact.isExact;
  return (
    <>
      <p className="samples-reason">{impact.reason}</p>
      <p className="soft">{impact.sentence}</p>
      <table className="plain-table">
        <caption>
          {isAll ? text('samplesAll', { count }) : text('samplesSome', { shown: impact.samples.length, count })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{text('record')}</th>
            {columns.map((id) => (
              <th key={id} scope="col">
                {labelOf(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {impact.samples.map(({ id, title, values }) => (
            <tr key={id}>
              <th scope="row">
                <Link to="/w/$tenant/e/$entity/$id" params={{ tenant, entity: impact.entity, id }}>
                  {title ?? id.slice(0, 8)}
                </Link>
              </th>
              {columns.map((column) => (
                <td key={column}>{shown(values[column], { text, locale })}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
