import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { ledgerEntities } from '../../../schema/model/ledger-entities.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import type { ApiRights } from '../documents/api-rights.ts';
import { RailGroup } from '../rail-group.tsx';
import { useLedgerText } from './ledger-texts.ts';

interface LedgerLinksProps {
  readonly tenant: TenantModel;
  readonly rights: ApiRights;
}

/** More ledgers than these stay folded at first; who keeps the books has eight. */
const FEW = 8;

/**
 * The ledgers whose balances the reader may read (SPEC [WRK-62], [WRK-106]): first those that documents write which the
 * reader may read; points and what else keeps its own books stand under one heading of their own, folded.
 */
export function LedgerLinks({ tenant, rights }: LedgerLinksProps): ReactNode {
  const { locale } = useLanguage();
  const text = useLedgerText();
  const own = documentLedgers(tenant, rights);
  const ledgers = ledgerEntities(tenant.model)
    .filter(({ rows, entity }) => rows === 'balance' && rights.reads(entity))
    .map(({ ledger: { id, label } }) => ({
      id,
      path: `/w/${tenant.name}/ledgers/${id}`,
      link: (
        <Link
          key={id}
          to="/w/$tenant/ledgers/$ledger"
          params={{ tenant: tenant.name, ledger: id }}
          className="rail-link"
          activeOptions={{ includeSearch: false }}
        >
          {textIn(label, locale)}
        </Link>
      ),
    }));
  const [first, others] = [ledgers.filter(({ id }) => own.has(id)), ledgers.filter(({ id }) => !own.has(id))];
  return (
    <>
      <RailGroup
        place={`${tenant.name}.ledgers`}
        label={text('ledgers')}
        isOpenFirst={first.length <= FEW}
        items={first}
      />
      <RailGroup
        place={`${tenant.name}.ledgers.others`}
        label={text(first.length === 0 ? 'ledgers' : 'otherLedgers')}
        isOpenFirst={false}
        items={others}
      />
    </>
  );
}

/** Ledgers that documents of the reader post to; awards of points are no documents' business. */
function documentLedgers({ model }: TenantModel, rights: ApiRights): ReadonlySet<string> {
  const { postings, awards } = model.behaviour;
  const rewarding = new Set(awards.map(({ ledger }) => ledger));
  const readable = new Set(
    model.entities.filter((entity) => entity.kind === 'document' && rights.reads(entity)).map(({ id }) => id),
  );
  return new Set(
    postings.filter(({ ledger, entity }) => !rewarding.has(ledger) && readable.has(entity)).map(({ ledger }) => ledger),
  );
}
