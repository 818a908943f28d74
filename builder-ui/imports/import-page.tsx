import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { textIn } from '../../schema/core/text.ts';
import type { ImportList } from '../../schema/model/import-answers.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import type { ServerError } from '../data/platform-client.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { NeedsServer } from '../offline/needs-server.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { entityById } from '../workplace/documents/field-path.ts';
import { NoSuchObject, NotForYou } from '../workplace/no-access.tsx';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { CheckStep } from './check-step.tsx';
import { EarlierImports } from './earlier-imports.tsx';
import { FileStep } from './file-step.tsx';
import { askImports } from './import-client.ts';
import { useImportText } from './import-texts.ts';
import './imports.css';
import { MapStep } from './map-step.tsx';
import { RunView } from './run-view.tsx';
import { useWizard } from './use-wizard.ts';

/** The way from a file to records (SPEC [IMP-40] to [IMP-44]). */
export function ImportPage(): ReactNode {
  const tenant = useTenant();
  const { entity: id } = useParams({ from: '/w/$tenant/e/$entity/import' });
  const entity = entityById(tenant.model, id);
  const { rights, error, retry } = useApiRights(tenant, entity);
  if (entity === undefined || entity.parent !== undefined) return <NoSuchObject />;
  if (rights === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  if (!rights.creates(entity) && !rights.updates(entity)) return <NotForYou />;
  return <Import key={entity.id} tenant={tenant} entity={entity} creates={rights.creates} />;
}

export interface ImportPlace {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
}

interface WithRights extends ImportPlace {
  readonly creates: (entity: EntityModel) => boolean;
}

function Import({ tenant, entity, creates }: WithRights): ReactNode {
  const { locale } = useLanguage();
  const text = useImportText();
  const { run } = useSearch({ from: '/w/$tenant/e/$entity/import' });
  const label = textIn(entity.label, locale);
  return (
    <div className="imports">
      <header className="imports-head">
        <Link
          className="imports-back"
          to="/w/$tenant/e/$entity"
          params={{ tenant: tenant.name, entity: entity.id }}
          aria-label={text('back')}
          title={text('back')}
        >
          <ArrowLeftOutlined aria-hidden="true" />
        </Link>
        <h1>{text('title', { what: label })}</h1>
      </header>
      <NeedsServer />
      {run === undefined ? (
        <Steps tenant={tenant} entity={entity} creates={creates} />
      ) : (
        <>
          <StepList at={3} />
          <RunView key={run} tenant={tenant} entity={entity} id={run} />
        </>
      )}
    </div>
  );
}

const STEPS = ['stepFile', 'stepMap', 'stepCheck', 'stepDone'] as const;

/** Where one is; earlier steps can be gone back to. */
function StepList({ at, onGo }: { readonly at: number; readonly onGo?: (step: number) => void }): ReactNode {
  const text = useImportText();
  return (
    <ol className="imports-steps" aria-label={text('steps')}>
      {STEPS.map((key, index) => {
        const state = index < at ? 'is-past' : index === at ? 'is-here' : '';
        const name = (
          <>
            <span className="imports-step-no" aria-hidden="true">
              {index + 1}
            </span>
            <span className="imports-step-name">{text(key)}</span>
          </>
        );
        return (
          <li key={key} className={state} aria-current={index === at ? 'step' : undefined}>
            {index < at && onGo !== undefined ? (
              <button type="button" className="imports-step" aria-label={text(key)} onClick={() => onGo(index)}>
                {name}
              </button>
            ) : (
              <span className="imports-step">{name}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The key of what is known of the imports of an entity. */
function importsKey(tenant: string, entity: string): readonly string[] {
  return ['imports', tenant, entity];
}

function Steps({ tenant, entity, creates }: WithRights): ReactNode {
  const { locale } = useLanguage();
  const text = useImportText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [step, setStep] = useState(0);
  const at = { tenant: tenant.name, locale };
  const list = useQuery<ImportList, ServerError>({
    queryKey: [...importsKey(tenant.name, entity.id), locale],
    queryFn: () => askImports(at, entity.id),
  });
  const former = (list.data?.imports ?? []).filter(({ state }) => state !== 'failed');
  const wizard = useWizard({
    tenant,
    entity,
    locale,
    former,
    nameless: (position) => text('nameless', { position }),
  });
  const { loaded, table, mapping } = wizard;
  // With a file in hand one is at its columns.
  const shown = loaded === undefined || table === undefined || mapping === undefined ? 0 : Math.max(1, step);
  // Each step is read from its beginning.
  useEffect(() => {
    // In braces: newer browsers give a promise, which is nothing to clean up with.
    scrollTo(0, 0);
  }, [shown]);
  const go = (next: number): void => {
    if (next === 0) wizard.forget();
    setStep(next);
  };
  const started = (id: string): void => {
    void client.invalidateQueries({ queryKey: importsKey(tenant.name, entity.id) });
    void navigate({
      to: '/w/$tenant/e/$entity/import',
      params: { tenant: tenant.name, entity: entity.id },
      search: { run: id },
    });
  };
  return (
    <>
      <StepList at={shown} onGo={go} />
      {shown === 0 && (
        <>
          <FileStep tenant={tenant} entity={entity} wizard={wizard} />
          <EarlierImports tenant={tenant} entity={entity} imports={list.data?.imports ?? []} />
        </>
      )}
      {shown === 1 && loaded !== undefined && table !== undefined && mapping !== undefined && (
        <MapStep
          tenant={tenant}
          entity={entity}
          wizard={wizard}
          creates={creates}
          loaded={loaded}
          table={table}
          mapping={mapping}
          onBack={() => go(0)}
          onNext={() => setStep(2)}
        />
      )}
      {shown === 2 && loaded !== undefined && table !== undefined && mapping !== undefined && (
        <CheckStep
          tenant={tenant}
          entity={entity}
          name={loaded.file.name}
          table={table}
          mapping={mapping}
          targets={wizard.targets}
          creates={creates}
          onTable={wizard.setTable}
          onMapping={wizard.setMapping}
          onBack={() => setStep(1)}
          onStarted={started}
        />
      )}
    </>
  );
}
