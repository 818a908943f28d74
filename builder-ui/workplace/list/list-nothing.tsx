import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { Columning } from '../documents/list-columns.ts';
import { useWorkText } from '../work-texts.ts';

interface ListNothingProps {
  readonly tenant: string;
  readonly columning: Columning;
  readonly hasChoice: boolean;
  readonly isBin: boolean;
  readonly clear: () => void;
}

/** An empty list says why, and what to do. */
export function ListNothing({ tenant, columning, hasChoice, isBin, clear }: ListNothingProps): ReactNode {
  const { entity, rights, locale } = columning;
  const text = useWorkText();
  const navigate = useNavigate();
  const what = textIn(entity.label, locale);
  if (hasChoice)
    return (
      <Nothing title={text('noMatch')} hint={text('noMatchHint')}>
        <Button onClick={clear}>{text('clearFilters')}</Button>
      </Nothing>
    );
  if (isBin) return <Nothing title={text('emptyBin')} />;
  const mayCreate = rights.creates(entity);
  return (
    <Nothing title={text('emptyList', { what })} {...(mayCreate ? { hint: text('emptyListHint') } : {})}>
      {mayCreate && (
        <Button
          type="primary"
          onClick={() =>
            void navigate({ to: '/w/$tenant/e/$entity/$id', params: { tenant, entity: entity.id, id: 'new' } })
          }
        >
          {text('createNew', { what })}
        </Button>
      )}
    </Nothing>
  );
}

function Nothing({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="nothing">
      <svg width="72" height="56" viewBox="0 0 72 56" aria-hidden="true">
        <rect x="6" y="8" width="60" height="40" rx="7" className="nothing-sheet" />
        <path d="M6 20h60M16 30h26M16 39h16" className="nothing-lines" />
      </svg>
      <h2>{title}</h2>
      {hint !== undefined && <p>{hint}</p>}
      {children}
    </div>
  );
}
