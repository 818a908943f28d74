import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { TenantModel } from '../../data/tenant-model.ts';
import type { ApiRights } from '../documents/api-rights.ts';
import { entityById } from '../documents/field-path.ts';
import { recentRecords } from '../home/recent.ts';
import type { PageAction } from '../keys/page-keys.ts';
import { pathOf, type Favourite } from '../preferences/favourites.ts';
import type { useToolsText } from './tools-texts.ts';

export const PALETTE_GROUPS = ['page', 'record', 'favourite', 'recent', 'go', 'create'] as const;

/** Something that the palette offers. */
export interface PaletteItem {
  readonly key: string;
  readonly group: (typeof PALETTE_GROUPS)[number];
  readonly label: string;
  /** What kind of thing it is. */
  readonly hint: string;
  /** What it is also found by. */
  readonly words: readonly string[];
  readonly keys?: readonly string[];
  /** An address, or what is done. */
  readonly to: string | (() => void);
}

interface Offer {
  readonly tenant: TenantModel;
  readonly rights: ApiRights;
  readonly locale: Locale;
  readonly text: ReturnType<typeof useToolsText>;
  readonly favourites: readonly Favourite[];
  readonly actions: readonly PageAction[];
  readonly mayDesign: boolean;
}

/** Everything but records that can be gone to or done from here, as far as the reader may. */
export function paletteItems(offer: Offer): readonly PaletteItem[] {
  return [...pageItems(offer), ...ownItems(offer), ...placeItems(offer), ...createItems(offer)];
}

function pageItems({ actions }: Offer): readonly PaletteItem[] {
  return actions
    .filter(({ isMove }) => isMove !== true)
    .map(({ id, label, keys, run }) => ({
      key: `page ${id}`,
      group: 'page',
      label,
      hint: '',
      words: [label],
      ...(keys === undefined ? {} : { keys }),
      to: run,
    }));
}

function ownItems({ tenant, locale, favourites }: Offer): readonly PaletteItem[] {
  const kept = favourites.map((one): PaletteItem => ({
    key: one.key,
    group: 'favourite',
    label: one.title,
    hint: one.group,
    words: [one.title, one.group],
    to: pathOf(tenant.name, one),
  }));
  const recent = recentRecords(tenant.name).flatMap((one): readonly PaletteItem[] => {
    const entity = entityById(tenant.model, one.entity);
    if (entity === undefined) return [];
    const hint = textIn(entity.label, locale);
    const to = pathOf(tenant.name, { kind: 'record', of: one.entity, id: one.id });
    return [{ key: `recent ${one.id}`, group: 'recent', label: one.title, hint, words: [one.title, hint], to }];
  });
  return [...kept, ...recent];
}

function placeItems({ tenant, rights, locale, text, mayDesign }: Offer): readonly PaletteItem[] {
  const base = `/w/${tenant.name}`;
  const go = (
    to: string,
    label: string,
    more: { readonly hint?: string; readonly words?: readonly string[] } = {},
  ): PaletteItem => ({
    key: `go ${to}`,
    group: 'go',
    label,
    hint: more.hint ?? '',
    words: [label, ...(more.words ?? [])],
    to,
  });
  const views = tenant.model.views.flatMap((view) => {
    const label = textIn(view.label, locale) || view.id;
    if (view.kind === 'dashboard') return [go(`${base}/boards/${view.id}`, label, { hint: text('dashboard') })];
    return view.kind === 'report' ? [go(`${base}/reports/${view.id}`, label, { hint: text('report') })] : [];
  });
  return [
    go(base, text('home'), { words: ['home'] }),
    ...(rights.mayAsk('inbox') ? [go(`${base}/inbox`, text('inbox'), { words: ['inbox'] })] : []),
    ...(rights.mayAsk('myPoints') ? [go(`${base}/points`, text('points'), { words: ['points'] })] : []),
    ...tenant.model.entities
      .filter((entity) => entity.parent === undefined && rights.reads(entity))
      .map(({ id, label }) =>
        go(`${base}/e/${id}`, textIn(label, locale), { hint: text('list'), words: [...Object.values(label), id] }),
      ),
    ...views,
    go(`${base}/me`, text('me'), { words: ['settings'] }),
    ...(tenant.myRoles.includes('owner') ? [go(`${base}/admin`, text('admin'), { words: ['admin'] })] : []),
    ...(mayDesign ? [go(`${base}/design`, text('design'), { words: ['design'] })] : []),
  ];
}

function createItems({ tenant, rights, locale, text }: Offer): readonly PaletteItem[] {
  return tenant.model.entities
    .filter((entity) => entity.parent === undefined && rights.creates(entity))
    .map(({ id, label }) => ({
      key: `create ${id}`,
      group: 'create',
      label: text('createNew', { what: textIn(label, locale) }),
      hint: '',
      words: [...Object.values(label), id, 'new', '新建'],
      to: `/w/${tenant.name}/e/${id}/new`,
    }));
}
