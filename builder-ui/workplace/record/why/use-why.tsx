import { useCallback, type ReactNode } from 'react';
import type { FieldModel } from '../../../../schema/model/model.ts';
import type { Beside } from '../../../form-runtime/form-context.tsx';
import { entityById } from '../../documents/field-path.ts';
import { WhyButton } from './why-button.tsx';
import type { WhyAbout } from './why-panel.tsx';

type WhyRecord = Omit<WhyAbout, 'field' | 'line'>;

/** What asks why beside values of a stored record that were computed, or began by a rule (SPEC [WRK-57], [WRK-102]). */
export function useWhy(record: WhyRecord | undefined): Beside | undefined {
  const { tenant, columning, reading, id = '', title = '' } = record ?? {};
  const beside = useCallback<Beside>(
    (apiName, row): ReactNode => {
      if (tenant === undefined || columning === undefined || reading === undefined) return null;
      const about = { tenant, columning, reading, id, title };
      const { model, entity } = columning;
      if (row === undefined) {
        const field = entity.fields.find((one) => one.apiName === apiName);
        return field === undefined || !hasReason(field) ? null : <WhyButton {...about} field={field} />;
      }
      const lines = entity.fields.find((one) => one.apiName === row.lines);
      const line = lines?.type.kind === 'lines' ? entityById(model, lines.type.of) : undefined;
      const field = line?.fields.find((one) => one.apiName === apiName);
      if (line === undefined || field === undefined || !hasReason(field)) return null;
      return <WhyButton {...about} field={field} line={{ entity: line, lines: row.lines, id: row.id }} />;
    },
    [tenant, columning, reading, id, title],
  );
  return record === undefined ? undefined : beside;
}

/** Of a default that reads nothing there is nothing to tell. */
function hasReason({ formula, rollup, default: begins }: FieldModel): boolean {
  return (
    formula !== undefined ||
    rollup !== undefined ||
    (begins !== undefined && begins.reads.length + begins.lineReads.length > 0)
  );
}
