import { useMemo } from 'react';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import { isApiRow, textOf } from '../documents/row-values.ts';
import { entityById } from '../documents/field-path.ts';
import { useWithPrefix, type Preferences } from './use-preferences.ts';

const KINDS = ['list', 'record', 'board', 'report'] as const;

/** A page that can be kept among the favourites. */
export interface Place {
  readonly kind: (typeof KINDS)[number];
  /** Id of the entity, or of the view. */
  readonly of: string;
  /** Of a record. */
  readonly id?: string;
}

export interface Favourite extends Place {
  readonly key: string;
  readonly title: string;
  /** What kind of thing it is, in words; nothing for a list. */
  readonly group: string;
  readonly at: number;
}

const PREFIX = 'favourite.';

/** The key under which a place is kept. */
export function favouriteKey({ kind, of, id }: Place): string {
  return `${PREFIX}${kind}.${of}${id === undefined ? '' : `.${id}`}`;
}

/** The place at an address below `/w/<tenant>`; `undefined` for what cannot be kept. */
export function placeAt(pathname: string): Place | undefined {
  const [, w, , section, of, id, more] = pathname.split('/').map(decodeURIComponent);
  if (w !== 'w' || of === undefined || of === '' || more !== undefined) return undefined;
  if (section === 'boards' && id === undefined) return { kind: 'board', of };
  if (section === 'reports' && id === undefined) return { kind: 'report', of };
  if (section !== 'e' || id === 'new' || id === 'import') return undefined;
  return id === undefined || id === '' ? { kind: 'list', of } : { kind: 'record', of, id };
}

/** Where a place is. */
export function pathOf(tenant: string, { kind, of, id }: Place): string {
  const below = { list: `e/${of}`, record: `e/${of}/${id ?? ''}`, board: `boards/${of}`, report: `reports/${of}` };
  return `/w/${tenant}/${below[kind]}`;
}

/** What a place is called, where the template says it; a record is called by its title. */
export function placeTitle({ model }: TenantModel, { kind, of }: Place, locale: Locale): string | undefined {
  if (kind === 'list') {
    const entity = entityById(model, of);
    return entity === undefined ? undefined : textIn(entity.label, locale);
  }
  if (kind === 'record') return undefined;
  const view = model.views.find(({ id }) => id === of);
  return view === undefined ? undefined : textIn(view.label, locale) || of;
}

/** The reader's favourites, the first kept first; what the template has no more is left out. */
export function useFavourites(
  tenant: TenantModel,
  preferences: Preferences | undefined,
  locale: Locale,
): readonly Favourite[] {
  const kept = useWithPrefix(preferences, PREFIX);
  return useMemo(() => {
    const found = [...kept].flatMap(([rest, value]): readonly Favourite[] => {
      const [kindName, of = '', id] = rest.split('.');
      const kind = KINDS.find((one) => one === kindName);
      if (kind === undefined) return [];
      const place: Place = { kind, of, ...(id === undefined ? {} : { id }) };
      const entity = entityById(tenant.model, of);
      const saved = isApiRow(value) ? textOf(value['title']) : '';
      const title = placeTitle(tenant, place, locale) ?? (entity === undefined ? undefined : saved);
      if (title === undefined || title === '') return [];
      const group = kind === 'record' && entity !== undefined ? textIn(entity.label, locale) : '';
      return [{ ...place, key: `${PREFIX}${rest}`, title, group, at: isApiRow(value) ? Number(value['at'] ?? 0) : 0 }];
    });
    return found.toSorted((a, b) => a.at - b.at);
  }, [kept, tenant, locale]);
}
