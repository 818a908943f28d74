import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Popover } from 'antd';
import type { ReactNode } from 'react';
import type { ServerError } from '../../data/platform-client.ts';
import { askTenant } from '../../data/tenant-client.ts';
import { isLocalId } from '../../offline/queued-write.ts';
import type { Columning } from '../documents/list-columns.ts';
import { transitionsDocument } from '../documents/record-document.ts';
import { refusal } from '../refusal.ts';
import { rowsKey } from '../use-api-rights.ts';
import { useRecordText } from './record-texts.ts';
import { transitionOptions, type TransitionOption } from './transition-options.ts';

interface TransitionsAsk {
  readonly tenant: string;
  readonly columning: Columning;
  readonly id: string;
  readonly version: number | undefined;
}

/** What may be done with the record now, asked anew with each version of it (SPEC [WRK-13]). */
export function useTransitions({ tenant, columning, id, version }: TransitionsAsk): readonly TransitionOption[] {
  const { entity, locale, rights } = columning;
  const query = useQuery<readonly TransitionOption[], ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'transitions', id, version, locale],
    queryFn: async () => {
      const answer = await askTenant<{ readonly options: unknown }>(tenant, {
        query: transitionsDocument(entity),
        variables: { id },
        locale,
      });
      if (!answer.ok) throw refusal(answer.issues);
      return transitionOptions(answer.data.options);
    },
    // What waits on this device has no steps that anybody could judge.
    enabled: entity.workflow !== undefined && version !== undefined && !isLocalId(id),
    placeholderData: (last, before) => (before?.queryKey[4] === id ? last : undefined),
  });
  return (query.data ?? NONE).filter(({ mutation }) => rights.mayCall(mutation));
}

const NONE: readonly TransitionOption[] = [];

interface TransitionButtonsProps {
  readonly options: readonly TransitionOption[];
  readonly isWorking: boolean;
  readonly isMain: boolean;
  readonly onTake: (option: TransitionOption) => void;
}

/** Steps that stand beside each other; the others are behind a menu. */
const BESIDE_MAX = 3;

/** The steps as buttons; one that is not possible says why. */
export function TransitionButtons({ options, isWorking, isMain, onTake }: TransitionButtonsProps): ReactNode {
  const text = useRecordText();
  const ordered = [
    ...options.filter(({ isAvailable }) => isAvailable),
    ...options.filter(({ isAvailable }) => !isAvailable),
  ];
  const beside = ordered.slice(0, BESIDE_MAX);
  const others = ordered.slice(BESIDE_MAX);
  return (
    <>
      {beside.map((option, index) =>
        option.isAvailable ? (
          <Button
            key={option.id}
            type={isMain && index === 0 ? 'primary' : 'default'}
            loading={isWorking && index === 0}
            disabled={isWorking}
            onClick={() => onTake(option)}
            title={option.needsApproval ? text('asksApproval') : undefined}
          >
            {option.label}
            {option.needsApproval && <small className="step-approval">{text('asksApproval')}</small>}
          </Button>
        ) : (
          <BarredButton key={option.id} option={option} />
        ),
      )}
      {others.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: others.map((option) => ({
              key: option.id,
              label: option.label,
              disabled: !option.isAvailable,
              onClick: () => onTake(option),
            })),
          }}
        >
          <Button aria-label={text('moreActions')}>…</Button>
        </Dropdown>
      )}
    </>
  );
}

/** Not possible now; a press tells why. */
function BarredButton({ option }: { readonly option: TransitionOption }): ReactNode {
  const text = useRecordText();
  return (
    <Popover
      trigger="click"
      content={
        <div role="dialog" aria-label={text('notNow', { what: option.label })}>
          <strong>{text('notNow', { what: option.label })}</strong>
          <ul className="why-not">
            {option.whyNot.map(({ message, cure }) => (
              <li key={message}>
                {message}
                {cure !== '' && <small>{cure}</small>}
              </li>
            ))}
          </ul>
        </div>
      }
    >
      <Button className="is-barred" aria-haspopup="dialog">
        {option.label}
        <span className="unseen">{text('whyNot')}</span>
      </Button>
    </Popover>
  );
}
