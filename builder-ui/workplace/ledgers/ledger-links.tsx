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

/** More ledgers than these stay folded at first. */
const FEW = 4;

/** The ledgers whose balances the reader may read (SPEC [WRK-62]). */
export function LedgerLinks({ tenant, rights }: LedgerLinksProps): ReactNode {
  const { locale } = useLanguage();
  const text = useLedgerText();
  const ledgers = ledgerEntities(tenant.model).filter(({ rows, entity }) => rows === 'balance' && rights.reads(entity));
  return (
    <RailGroup
      place={`${tenant.name}.ledgers`}
      label={text('ledgers')}
      isOpenFirst={ledgers.length <= FEW}
      items={ledgers.map(({ ledger: { id, label } }) => ({
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
      }))}
    />
  );
}
