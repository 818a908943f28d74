import { Button, Modal } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { ledgerEntities, type LedgerEntity } from '../../../../schema/model/ledger-entities.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { postingWords } from '../../../designer/ledgers/posting-words.ts';
import { useLedgerText as useDesignText } from '../../../designer/ledgers/ledger-texts.ts';
import { useLanguage } from '../../../i18n/locale-context.tsx';
import { Failure, Waiting } from '../../../shell/feedback.tsx';
import type { ApiRights } from '../../documents/api-rights.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { textOf, type ApiRow } from '../../documents/row-values.ts';
import type { Reading } from '../../list/cell.tsx';
import { useApiRights } from '../../use-api-rights.ts';
import { documentOf } from '../ledger-view.ts';
import { Moved } from './moved-list.tsx';
import { useMovementText } from './movement-why-texts.ts';
import { PostingFacts } from './posting-facts.tsx';
import { PostingValues } from './posting-values.tsx';
import { usePosting } from './use-posting.ts';
import '../../record/why/why.css';
import './movement-why.css';

/** What is asked about: a posting of a ledger, and the one movement of it that was pointed at. */
export interface AskedMovement {
  readonly ledger: string;
  readonly posting: string;
  readonly movement?: string;
}

interface MovementWhyProps {
  readonly tenant: TenantModel;
  readonly reading: Reading;
  readonly asked: AskedMovement;
  readonly onClose: () => void;
}

/**
 * Why there is a movement: the rule, the step of the document and the version that posted it, the values that the rule
 * read, and all that it moved (SPEC [WRK-143]).
 */
export function MovementWhy({ tenant, reading, asked, onClose }: MovementWhyProps): ReactNode {
  const text = useMovementText();
  const shown = ledgerEntities(tenant.model).find(
    ({ ledger, rows }) => ledger.id === asked.ledger && rows === 'movement',
  );
  const { rights, error, retry } = useApiRights(tenant, shown?.entity);
  const [other, setOther] = useState<string>();
  const posting = other ?? asked.posting;
  return (
    <Modal open title={text('title')} footer={null} width={600} onCancel={onClose} destroyOnHidden>
      {shown === undefined ? null : rights === undefined ? (
        error === null ? (
          <Waiting />
        ) : (
          <Failure error={error} retry={retry} />
        )
      ) : (
        <PostingWhy
          key={posting}
          {...{ tenant, reading, shown, rights, posting }}
          movement={other === undefined ? asked.movement : undefined}
          onOther={setOther}
        />
      )}
    </Modal>
  );
}

interface PostingWhyProps {
  readonly tenant: TenantModel;
  readonly reading: Reading;
  readonly shown: LedgerEntity;
  readonly rights: ApiRights;
  readonly posting: string;
  readonly movement: string | undefined;
  readonly onOther: (posting: string) => void;
}

function PostingWhy({ tenant, reading, shown, rights, posting, movement, onOther }: PostingWhyProps): ReactNode {
  const { locale } = useLanguage();
  const text = useMovementText();
  const { model } = tenant;
  const { entity } = shown;
  const columning = useMemo<Columning>(() => ({ model, entity, rights, locale }), [model, entity, rights, locale]);
  const { data, error, refetch } = usePosting(tenant.name, shown, columning, posting);
  if (data === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  const first = data.find(({ id }) => id === movement) ?? data[0];
  if (first === undefined) return <p>{text('gone')}</p>;
  const document = documentOf(columning, first, reading);
  return (
    <div className="why movement-why">
      <PostingFacts {...{ tenant, columning, reading, document }} row={first} />
      <Reversal row={first} onOther={onOther} />
      <Rule tenant={tenant} row={first} />
      {document !== undefined && !isTakingBack(first) && (
        <PostingValues {...{ tenant, reading, document, shown }} row={first} isOne={movement === first['id']} />
      )}
      <h2>{text('moved')}</h2>
      <Moved {...{ columning, reading, shown }} rows={data} movement={movement} />
    </div>
  );
}

/** Whether the posting gives back what another took. */
function isTakingBack(row: ApiRow): boolean {
  return row['postingKind'] === 'mirror' || row['postingKind'] === 'lapse';
}

function Reversal({ row, onOther }: { readonly row: ApiRow; readonly onOther: (posting: string) => void }): ReactNode {
  const text = useMovementText();
  const [former, later] = [textOf(row['reversesId']), textOf(row['reversedById'])];
  if (former === '' && later === '') return null;
  return (
    <p className="movement-why-note">
      {former !== '' ? text(row['postingKind'] === 'lapse' ? 'lapsed' : 'takesBack') : text('takenBack')}{' '}
      <Button type="link" size="small" onClick={() => onOther(former !== '' ? former : later)}>
        {text(former !== '' ? 'showFormer' : 'showLater')}
      </Button>
    </p>
  );
}

/** The rule in words, as the version in force has it. */
function Rule({ tenant, row }: { readonly tenant: TenantModel; readonly row: ApiRow }): ReactNode {
  const { locale } = useLanguage();
  const text = useMovementText();
  const design = useDesignText();
  const { template, model, version } = tenant;
  const rule = textOf(row['postingRule']);
  if (isTakingBack(row)) return null;
  if (model.behaviour.awards.some(({ id }) => id === rule)) return <p className="movement-why-note">{text('award')}</p>;
  const posting = template.postings?.find(({ id }) => id === rule);
  if (posting === undefined) return rule === '' ? null : <p className="movement-why-note">{text('noRule')}</p>;
  const words = postingWords(posting, { template, locale, text: design });
  return (
    <>
      <h2>{text(Number(row['templateVersion']) === version ? 'says' : 'saysToday')}</h2>
      <ul className="movement-why-rule">
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
    </>
  );
}
