import { App, Button } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { TenantsDocument } from '../data/generated/graphql.ts';
import { usePlatform } from '../data/use-platform.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useSession } from '../shell/session-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { entityById } from '../workplace/documents/field-path.ts';
import { sinceText } from '../workplace/since.ts';
import { useNow } from '../workplace/use-now.ts';
import { draftsOf, forgetDraft, heldDrafts, keepDraft, type FormDraft } from './form-drafts.ts';
import { useOfflineText } from './offline-texts.ts';
import './offline.css';

/** Forms that are filled in and not saved, in whichever company: to go on with, or to throw away (SPEC [OFF-40]). */
export function DraftsPart(): ReactNode {
  const text = useOfflineText();
  const { notification } = App.useApp();
  const { drafts, look } = useDrafts();
  const discard = async (draft: FormDraft): Promise<void> => {
    await forgetDraft(draft.id);
    await look();
    const key = `draft-${draft.id}`;
    const undo = async (): Promise<void> => {
      notification.destroy(key);
      await keepDraft(draft);
      await look();
    };
    notification.info({
      key,
      title: text('draftDiscarded'),
      duration: 10,
      actions: (
        <Button type="primary" size="small" onClick={() => void undo()}>
          {text('undo')}
        </Button>
      ),
    });
  };
  if (drafts === undefined) return null;
  return (
    <div className="me-row drafts">
      <div>
        <span className="me-label">{text('draftList')}</span>
        <p>{text(drafts.length === 0 ? 'draftNone' : 'draftHint')}</p>
      </div>
      {drafts.length > 0 && (
        <ul className="draft-list" aria-label={text('draftList')}>
          {drafts.map(({ draft, isOpen }) => (
            <DraftItem key={draft.id} {...{ draft, isOpen }} onDiscard={() => void discard(draft)} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface ListedDraft {
  readonly draft: FormDraft;
  /** In another window, which goes on keeping it. */
  readonly isOpen: boolean;
}

interface Drafts {
  /** `undefined` until the device told. */
  readonly drafts: readonly ListedDraft[] | undefined;
  readonly look: () => Promise<void>;
}

function useDrafts(): Drafts {
  const person = useSession().me.user?.id ?? '';
  const [drafts, setDrafts] = useState<readonly ListedDraft[]>();
  const look = useCallback(async () => {
    const [all, held] = await Promise.all([draftsOf(person), heldDrafts()]);
    setDrafts(all.map((draft) => ({ draft, isOpen: held.has(draft.id) })));
  }, [person]);
  useEffect(() => {
    const lookAgain = (): void => void look();
    lookAgain();
    // Another window may have saved it meanwhile.
    document.addEventListener('visibilitychange', lookAgain);
    return () => document.removeEventListener('visibilitychange', lookAgain);
  }, [look]);
  return { drafts, look };
}

interface DraftItemProps extends ListedDraft {
  readonly onDiscard: () => void;
}

function DraftItem({ draft, isOpen, onDiscard }: DraftItemProps): ReactNode {
  const text = useOfflineText();
  const now = useNow();
  const navigate = useNavigate();
  const { locale } = useLanguage();
  const what = useKind(draft);
  const name = draft.title === '' ? what : draft.title;
  // Another form of a new record is one that was made from a record.
  const [id = 'new', copy] = draft.record.split('/');
  const open = (): void =>
    void navigate({
      to: '/w/$tenant/e/$entity/$id',
      params: { tenant: draft.tenant, entity: draft.entity, id },
      search: { draft: draft.id, ...(copy === undefined ? {} : { copy }) },
    });
  return (
    <li className="draft-item">
      <div>
        <strong>{name}</strong>
        <p>
          {draft.base === null ? text('created', { what }) : text('changed', { what })}
          {' · '}
          {isOpen ? text('draftOpen') : sinceText(draft.at, now, locale)}
        </p>
      </div>
      {!isOpen && (
        <span className="draft-do">
          <Button onClick={open} aria-label={text('draftGoOn', { name })}>
            {text('open')}
          </Button>
          <Button danger onClick={onDiscard} aria-label={text('draftDiscard', { name })}>
            {text('discard')}
          </Button>
        </span>
      )}
    </li>
  );
}

/** What kind of record it is; of another company its name, as its template is not at hand. */
function useKind({ tenant: name, entity: id }: FormDraft): string {
  const { locale } = useLanguage();
  const tenant = useTenant();
  const { data } = usePlatform(TenantsDocument, { topic: 'tenants' });
  if (name !== tenant.name) return data?.tenants.find((one) => one.name === name)?.label ?? name;
  const entity = entityById(tenant.model, id);
  return entity === undefined ? id : textIn(entity.label, locale);
}
