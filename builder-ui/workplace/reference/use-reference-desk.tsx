import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { TenantModel } from '../../data/tenant-model.ts';
import type { Choice, FormSources } from '../../form-runtime/form-sources.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import { entityById } from '../documents/field-path.ts';

const LazyCreate = lazy(() => import('./create-drawer.tsx').then(({ CreateDrawer }) => ({ default: CreateDrawer })));
const LazyPeek = lazy(() => import('./peek-drawer.tsx').then(({ PeekDrawer }) => ({ default: PeekDrawer })));

/** What is done beside a form. */
type Beside =
  | {
      readonly kind: 'create';
      readonly entity: string;
      readonly text: string;
      readonly settle: (made: Choice | undefined) => void;
    }
  | { readonly kind: 'peek'; readonly entity: string; readonly row: Pick<Choice, 'id' | 'title'> };

/**
 * Sources by which references are also made in place and looked at (SPEC [FORM-25], [FORM-26]), and what is shown beside
 * the form meanwhile.
 */
export function useReferenceDesk(
  tenant: TenantModel,
  rights: ApiRights,
  sources: FormSources,
): { readonly sources: FormSources; readonly desk: ReactNode } {
  const [beside, setBeside] = useState<Beside>();
  const { model } = tenant;
  const full = useMemo(
    (): FormSources => ({
      ...sources,
      mayCreate: (id) => {
        const entity = entityById(model, id);
        return entity !== undefined && rights.creates(entity);
      },
      create: (entity, text) =>
        new Promise((resolve) => {
          const settle = (made: Choice | undefined): void => {
            setBeside(undefined);
            resolve(made);
          };
          setBeside({ kind: 'create', entity, text, settle });
        }),
      peek: (entity, row) => setBeside({ kind: 'peek', entity, row }),
    }),
    [sources, model, rights],
  );
  const entity = beside === undefined ? undefined : entityById(model, beside.entity);
  const desk =
    beside === undefined || entity === undefined ? null : (
      <Suspense>
        {beside.kind === 'create' ? (
          <LazyCreate {...{ tenant, entity }} text={beside.text} onDone={beside.settle} />
        ) : (
          <LazyPeek {...{ tenant, entity }} {...beside.row} onClose={() => setBeside(undefined)} />
        )}
      </Suspense>
    );
  return { sources: full, desk };
}
