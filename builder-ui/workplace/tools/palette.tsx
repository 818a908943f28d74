import { SearchOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useEffect, useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { TenantModel } from '../../data/tenant-model.ts';
import { usePinyinSearch } from '../../designer/parts/pinyin-search.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDesignSwitch } from '../../shell/use-design-switch.ts';
import { useKnownActions } from '../keys/page-keys.ts';
import { KeyNames } from '../keys/key-names.tsx';
import { useFavourites } from '../preferences/favourites.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { useApiRights } from '../use-api-rights.ts';
import { PALETTE_GROUPS, paletteItems, type PaletteItem } from './palette-items.ts';
import { useToolsText } from './tools-texts.ts';
import { useRecordSearch } from './use-record-search.ts';
import './palette.css';

/** Of each group so many stand in the list. */
const SHOWN = { page: 6, record: 12, favourite: 6, recent: 5, go: 8, create: 5 } as const;

/** One field from which everything is reached: pages, records, actions (SPEC [WRK-80]). */
export function Palette({
  tenant,
  onClose,
}: {
  readonly tenant: TenantModel;
  readonly onClose: () => void;
}): ReactNode {
  const text = useToolsText();
  const id = useId();
  const navigate = useNavigate();
  const [typed, type] = useState('');
  const [at, setAt] = useState(0);
  const { items, isWorking } = usePaletteSearch(tenant, typed);
  const current = Math.min(at, items.length - 1);
  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, current]);
  const choose = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    onClose();
    const { to } = item;
    // What it does may open a dialog of its own: after this one is gone.
    if (typeof to === 'string') void navigate({ to });
    else setTimeout(to, 0);
  };
  const hear = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const moves: Readonly<Record<string, number>> = { ArrowDown: current + 1, ArrowUp: current - 1 };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt((next + items.length) % Math.max(1, items.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(items[current]);
    }
  };
  return (
    <Modal
      open
      title={<span className="unseen">{text('search')}</span>}
      className="palette"
      footer={null}
      closable={false}
      onCancel={onClose}
      width={640}
      afterOpenChange={(isOpen) => {
        if (isOpen) document.getElementById(`${id}-field`)?.focus();
      }}
    >
      <label className="palette-field">
        <SearchOutlined aria-hidden="true" />
        <span className="unseen">{text('search')}</span>
        <input
          id={`${id}-field`}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={items.length === 0 ? undefined : `${id}-${current}`}
          autoComplete="off"
          placeholder={text('searchHint')}
          value={typed}
          onChange={(event) => {
            type(event.target.value);
            setAt(0);
          }}
          onKeyDown={hear}
        />
      </label>
      <div id={`${id}-list`} className="palette-list" role="listbox" aria-label={text('found')}>
        {PALETTE_GROUPS.map((group) => {
          const own = items.filter((item) => item.group === group);
          return own.length === 0 ? null : (
            <div key={group} role="group" aria-label={text(`group_${group}`)}>
              <div className="palette-group" aria-hidden="true">
                {text(`group_${group}`)}
              </div>
              {own.map((item) => (
                <PaletteRow key={item.key} {...{ item, items, id, current }} onChoose={choose} />
              ))}
            </div>
          );
        })}
      </div>
      <p className="palette-foot" role="status">
        {items.length === 0 ? text(isWorking ? 'searching' : 'nothing') : text('paletteKeys')}
      </p>
    </Modal>
  );
}

interface RowProps {
  readonly item: PaletteItem;
  readonly items: readonly PaletteItem[];
  readonly id: string;
  readonly current: number;
  readonly onChoose: (item: PaletteItem) => void;
}

function PaletteRow({ item, items, id, current, onChoose }: RowProps): ReactNode {
  const index = items.indexOf(item);
  return (
    <div
      id={`${id}-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={index === current}
      className="palette-row"
      onClick={() => onChoose(item)}
    >
      <span className="palette-label">{item.label}</span>
      {item.keys?.[0] !== undefined && <KeyNames keys={item.keys.slice(0, 1)} />}
      {item.hint !== '' && <span className="palette-hint">{item.hint}</span>}
    </div>
  );
}

function usePaletteSearch(
  tenant: TenantModel,
  typed: string,
): { readonly items: readonly PaletteItem[]; readonly isWorking: boolean } {
  const text = useToolsText();
  const { locale } = useLanguage();
  const { rights } = useApiRights(tenant);
  const favourites = useFavourites(tenant, usePreferences(tenant.name), locale);
  const actions = useKnownActions();
  const { isAllowed: mayDesign } = useDesignSwitch(tenant.name);
  const matches = usePinyinSearch();
  const records = useRecordSearch(tenant, rights, typed);
  const known = useMemo(
    () => (rights === undefined ? [] : paletteItems({ tenant, rights, locale, text, favourites, actions, mayDesign })),
    [tenant, rights, locale, text, favourites, actions, mayDesign],
  );
  const items = useMemo(() => {
    const found = [...known.filter(({ words }) => matches(typed, words)), ...records.items];
    const seen = new Set<string>();
    return PALETTE_GROUPS.flatMap((group) =>
      found.filter((item) => item.group === group).slice(0, SHOWN[group]),
    ).filter(({ to, key }) => {
      // A record that is a favourite, too, stands in the list once.
      const place = typeof to === 'string' ? to : key;
      if (seen.has(place)) return false;
      seen.add(place);
      return true;
    });
  }, [known, records.items, matches, typed]);
  return { items, isWorking: records.isWorking };
}
