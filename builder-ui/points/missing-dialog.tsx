import { Button, Modal } from 'antd';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import type { Choice } from '../form-runtime/form-sources.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import type { ApiRights } from '../workplace/documents/api-rights.ts';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { useSources } from '../workplace/use-sources.ts';
import { NeedsServer } from '../offline/needs-server.tsx';
import type { AppealStart } from './appeal-dialog.tsx';
import { Finder } from './finder.tsx';
import { Pick } from './parts.tsx';
import { WHY_NOT_DOCUMENT, type WhyNot } from './points-documents.ts';
import { difference, signOf } from './points-figures.ts';
import { usePoints } from './use-points.ts';
import { useShownDate } from './use-shown.ts';
import { Granted, Parts } from './why-panel.tsx';
import { useWhyText } from './why-texts.ts';

interface MissingDialogProps {
  readonly rights: ApiRights;
  readonly onAppeal: ((start: AppealStart) => void) | undefined;
  readonly onClose: () => void;
}

/** Why a rule gave nothing, or less, for a record that the reader chooses (SPEC [PWK-6]). */
export function MissingDialog({ rights, onAppeal, onClose }: MissingDialogProps): ReactNode {
  const text = useWhyText();
  const { locale } = useLanguage();
  const tenant = useTenant();
  const { awards } = tenant.model.behaviour;
  const rules = useMemo(
    () =>
      awards.flatMap((award) => {
        const { on } = award;
        const entity = 'entity' in on ? tenant.model.entities.find(({ id }) => id === on.entity) : undefined;
        return entity === undefined || !rights.reads(entity) ? [] : [{ award, entity }];
      }),
    [awards, tenant.model, rights],
  );
  const [rule, setRule] = useState(rules[0]?.award.id ?? '');
  const [record, setRecord] = useState<Choice>();
  const chosen = rules.find(({ award }) => award.id === rule);
  // What records go by is known with the rights of their fields.
  const { rights: ownRights } = useApiRights(tenant, chosen?.entity);
  const sources = useSources(tenant, ownRights);
  const entity = chosen?.entity.id;
  const find = useCallback(
    (typed: string) =>
      entity === undefined ? Promise.resolve([]) : sources.searchReference(entity, typed, { limit: 20 }),
    [sources, entity],
  );
  return (
    <Modal open title={text('missingTitle')} footer={null} onCancel={onClose} width={640}>
      <div className="pts-form">
        <NeedsServer />
        <p className="pts-hint">{text(rules.length === 0 ? 'noRules' : 'missingHint')}</p>
        {chosen !== undefined && (
          <>
            <Pick
              isLabelled
              label={text('rule')}
              value={rule}
              options={rules.map(({ award }) => ({ value: award.id, label: textIn(award.label, locale) }))}
              onPick={(id) => {
                setRule(id);
                setRecord(undefined);
              }}
            />
            <Finder
              key={entity}
              label={`${text('record')} · ${textIn(chosen.entity.label, locale)}`}
              hint={text('recordHint')}
              chosen={record}
              onChoose={setRecord}
              find={find}
            />
            {record !== undefined && (
              <Reasons rule={rule} record={record} label={textIn(chosen.award.label, locale)} onAppeal={onAppeal} />
            )}
          </>
        )}
      </div>
    </Modal>
  );
}

interface ReasonsProps {
  readonly rule: string;
  readonly label: string;
  readonly record: Choice;
  readonly onAppeal: MissingDialogProps['onAppeal'];
}

function Reasons({ rule, label, record, onAppeal }: ReasonsProps): ReactNode {
  const text = useWhyText();
  const shown = useShownDate();
  const { data } = usePoints<{ readonly found: readonly WhyNot[] }>({
    query: WHY_NOT_DOCUMENT,
    variables: { award: rule, recordId: record.id },
  });
  return (
    <ul className="pts-reasons" aria-live="polite">
      {data?.found.map((one) => (
        <li key={`${one.at} ${one.reason}`}>
          <p className="pts-reason">
            <strong>{one.text}</strong> {one.reason !== 'NOT_YET' && <time dateTime={one.at}>{shown(one.at)}</time>}
          </p>
          {one.parts.length > 0 && <Parts parts={one.parts} />}
          {one.asked !== null && one.granted !== null && (
            <Granted asked={one.asked} granted={one.granted} cutBy={one.cutBy} />
          )}
          {onAppeal !== undefined && one.reason !== 'GIVEN' && (
            <Button
              size="small"
              onClick={() =>
                onAppeal({
                  rule,
                  about: text('appealMissing', { label, record: record.title, text: one.text }),
                  points: missingPoints(one),
                })
              }
            >
              {text('appeal')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function missingPoints({ asked, granted }: WhyNot): string {
  if (asked === null || granted === null) return '';
  const missing = difference(asked, granted);
  return signOf(missing) > 0 ? missing : '';
}
