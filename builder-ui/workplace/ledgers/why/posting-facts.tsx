import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { pathEnd } from '../../documents/field-path.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { textOf, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../../list/cell.tsx';
import type { MovementDocument } from '../ledger-view.ts';
import { useMovementText } from './movement-why-texts.ts';

interface PostingFactsProps {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly row: ApiRow;
  readonly document: MovementDocument | undefined;
}

/** Which rule posted, at which step of which document, by whom and when, and by which version of the rules. */
export function PostingFacts({ tenant, columning, reading, row, document }: PostingFactsProps): ReactNode {
  const text = useMovementText();
  const { model, entity, locale } = columning;
  const shown = (id: string): string => {
    const end = pathEnd(model, entity, { path: id, locale });
    return end === undefined ? '' : cellText(end, row[end.steps[0] ?? id], reading);
  };
  const { postings, awards } = model.behaviour;
  const rule = textOf(row['postingRule']);
  const label = textIn([...postings, ...awards].find(({ id }) => id === rule)?.label, locale) || rule;
  const [postedAt, effectiveAt, who] = [shown('postedAt'), shown('effectiveAt'), shown('postedBy')];
  const version = textOf(row['templateVersion']);
  const now = String(tenant.version);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [text('rule'), label],
    [text('step'), stepLabel(columning, document, textOf(row['transition']))],
    [
      text('document'),
      document !== undefined && (
        <Link
          to="/w/$tenant/e/$entity/$id"
          params={{ tenant: tenant.name, entity: document.entity.id, id: document.id }}
        >
          {`${textIn(document.entity.label, locale)} ${document.title}`}
        </Link>
      ),
    ],
    [text('posted'), who === '' ? postedAt : text('by', { when: postedAt, who })],
    [text('effective'), effectiveAt === postedAt ? '' : effectiveAt],
    [text('reason'), shown('postingReason')],
    [
      text('version'),
      version === '' ? '' : version === now ? text('versionNow', { version }) : text('versionThen', { version, now }),
    ],
  ];
  return (
    <dl className="movement-why-facts">
      {facts
        .filter(([, value]) => value !== '' && value !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function stepLabel({ model, locale }: Columning, document: MovementDocument | undefined, transition: string): string {
  const flow = model.behaviour.workflows.find(({ entity }) => entity === document?.entity.id);
  return textIn(flow?.transitions.find(({ id }) => id === transition)?.label, locale) || transition;
}
