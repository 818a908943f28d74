import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { askTenant } from '../../data/tenant-client.ts';
import type { ActionDef } from '../../../schema/template/template-rules.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useApiRights } from '../../workplace/use-api-rights.ts';
import { Labelled } from '../flow/labelled.tsx';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { EchoInput } from '../parts/echo-input.tsx';
import { MistakesAt } from '../points/mistakes-at.tsx';
import type { ActionDesign } from './action-list.tsx';

const CONNECTIONS = '{ webhooks { name } }';

interface Named {
  readonly webhooks: readonly { readonly name: string }[];
}

/** Names of the connections that administration has made; none before they are there, and where they may not be read. */
function useConnections(): readonly string[] {
  const tenant = useTenant();
  const { name } = tenant;
  const { locale } = useLanguage();
  const { rights } = useApiRights(tenant);
  const { data } = useQuery({
    queryKey: ['connections', name],
    enabled: rights?.mayAsk('webhooks') === true,
    queryFn: async () => {
      const answer = await askTenant<Named>(name, { query: CONNECTIONS, locale });
      return answer.ok ? answer.data.webhooks.map((one) => one.name) : [];
    },
  });
  return data ?? [];
}

/** Which connection is called: one that is there, or a name where none is known. */
export function ConnectionInput({
  design,
}: {
  readonly design: ActionDesign<Extract<ActionDef, { readonly kind: 'webhook' }>>;
}): ReactNode {
  const connections = useConnections();
  const { action, actionPath, wording, put } = design;
  const { text } = wording;
  const known = [...new Set([action.connection, ...connections])];
  return (
    <Labelled label={text('connection')}>
      {connections.length > 0 ? (
        <ChoiceSelect
          aria-label={text('connection')}
          value={action.connection}
          options={known.map((value) => ({ value, label: value }))}
          onChange={(made: string) => put('connection', made, text('connection'))}
        />
      ) : (
        <EchoInput
          aria-label={text('connection')}
          value={action.connection}
          onCommit={(made) => {
            if (made.trim() !== '') put('connection', made.trim(), text('connection'));
          }}
        />
      )}
      {!connections.includes(action.connection) && <small>{text('connectionHint')}</small>}
      <MistakesAt path={`${actionPath}/connection`} />
    </Labelled>
  );
}
