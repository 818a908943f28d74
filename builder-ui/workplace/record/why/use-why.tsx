import { useCallback, type ReactNode } from 'react';
import { WhyButton } from './why-button.tsx';
import type { WhyAbout } from './why-panel.tsx';

type WhyRecord = Omit<WhyAbout, 'field'>;

/** What asks why beside the computed fields of a stored record (SPEC [WRK-57]). */
export function useWhy(record: WhyRecord | undefined): ((apiName: string) => ReactNode) | undefined {
  const { tenant, columning, reading, id = '', title = '' } = record ?? {};
  const beside = useCallback(
    (apiName: string): ReactNode => {
      const field = columning?.entity.fields.find((one) => one.apiName === apiName);
      const isComputed = field?.formula !== undefined || field?.rollup !== undefined;
      if (tenant === undefined || columning === undefined || reading === undefined || field === undefined) return null;
      return isComputed ? <WhyButton {...{ tenant, columning, reading, id, title, field }} /> : null;
    },
    [tenant, columning, reading, id, title],
  );
  return record === undefined ? undefined : beside;
}
