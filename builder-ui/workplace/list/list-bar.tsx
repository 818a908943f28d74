import {
  BarChartOutlined,
  CloseOutlined,
  DeleteOutlined,
  EllipsisOutlined,
  FilterOutlined,
  PlusOutlined,
  UploadOutlined,
} from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Popover } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { FormSources } from '../../form-runtime/form-sources.ts';
import { pathEnd, type PathEnd } from '../documents/field-path.ts';
import type { Columning } from '../documents/list-columns.ts';
import { conditionOps } from '../documents/list-filter.ts';
import type { Condition, ListSearch } from '../documents/list-search.ts';
import { SearchField } from '../search-field.tsx';
import { useWorkText } from '../work-texts.ts';
import type { Reading } from './cell.tsx';
import { FilterPill } from './filter-pill.tsx';
import type { RowsView } from './list-views.ts';
import type { Within } from './within.ts';
import { MenuButton } from '../../shell/menu-button.tsx';
import { DROP_WINDOW } from '../../shell/popup-home.ts';

/** Nobody filters before he has seen the list. */
const FilterFields = lazy(() => import('./filter-fields.tsx').then((fields) => ({ default: fields.FilterFields })));

interface ListHeadProps {
  readonly tenant: string;
  readonly columning: Columning;
  readonly views: readonly RowsView[];
  readonly view: string;
  readonly search: ListSearch;
  readonly onChange: (change: { readonly bin: true | undefined }) => void;
  readonly children: ReactNode;
}

/** What is listed, the views of it, and the way to a new one. */
export function ListHead({ tenant, columning, views, view, search, onChange, children }: ListHeadProps): ReactNode {
  const { entity, locale, rights } = columning;
  const text = useWorkText();
  const navigate = useNavigate();
  const label = textIn(entity.label, locale);
  const params = { tenant, entity: entity.id };
  return (
    <header className="list-head">
      <h1>{search.bin === true ? `${label} · ${text('bin')}` : label}</h1>
      {views.length > 1 && search.bin !== true && (
        <nav className="list-views" aria-label={text('views')}>
          {views.map(({ id, label: own }, index) => (
            <Link
              key={id}
              to="/w/$tenant/e/$entity"
              params={params}
              search={index === 0 ? {} : { view: id }}
              className={`list-view${id === view && search.saved === undefined ? ' is-chosen' : ''}`}
              aria-current={id === view && search.saved === undefined ? 'page' : undefined}
              activeProps={{}}
            >
              {textIn(own ?? entity.label, locale)}
            </Link>
          ))}
        </nav>
      )}
      {children}
      <span className="list-head-space" />
      {(rights.deletes(entity) || rights.creates(entity)) && (
        <MenuButton
          menu={{
            items: [
              ...(rights.creates(entity)
                ? [
                    {
                      key: 'import',
                      icon: <UploadOutlined aria-hidden="true" />,
                      label: text('import'),
                      onClick: () => void navigate({ to: '/w/$tenant/e/$entity/import', params }),
                    },
                  ]
                : []),
              ...(rights.deletes(entity)
                ? [
                    {
                      key: 'bin',
                      icon: <DeleteOutlined aria-hidden="true" />,
                      label: text(search.bin === true ? 'leaveBin' : 'showBin'),
                      onClick: () => onChange({ bin: search.bin === true ? undefined : true }),
                    },
                  ]
                : []),
            ],
          }}
        >
          <Button type="text" icon={<EllipsisOutlined aria-hidden="true" />} aria-label={text('more')} />
        </MenuButton>
      )}
      {rights.creates(entity) && search.bin !== true && (
        <Button
          type="primary"
          icon={<PlusOutlined aria-hidden="true" />}
          href={`/w/${tenant}/e/${entity.id}/new`}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            void navigate({ to: '/w/$tenant/e/$entity/$id', params: { ...params, id: 'new' } });
          }}
        >
          {text('create')}
        </Button>
      )}
    </header>
  );
}

interface FilterBarProps {
  readonly columning: Columning;
  /** Fields that the view offers. */
  readonly offered: readonly string[];
  readonly search: ListSearch;
  readonly sources: FormSources;
  readonly reading: Reading;
  readonly onChange: (change: {
    readonly q?: string | undefined;
    readonly where?: readonly Condition[] | undefined;
    readonly within?: string | undefined;
  }) => void;
  /** The report or tile whose rows these are. */
  readonly within?: Within | undefined;
  readonly children?: ReactNode;
}

/** Search, the filters that the view offers, and any other one. */
export function FilterBar({
  columning,
  offered,
  search,
  sources,
  reading,
  onChange,
  within,
  children,
}: FilterBarProps): ReactNode {
  const text = useWorkText();
  const [opened, setOpened] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  const where = search.where ?? [];
  const ends = filterEnds(columning);
  const shown = [
    ...new Set([...offered, ...where.map(({ field }) => field), ...(opened === undefined ? [] : [opened])]),
  ];
  const set = (field: string, condition: Condition | undefined): void => {
    const at = where.findIndex((one) => one.field === field);
    const rest = where.filter((one) => one.field !== field);
    const next =
      condition === undefined
        ? rest
        : at < 0
          ? [...rest, condition]
          : where.map((one, index) => (index === at ? condition : one));
    onChange({ where: next.length === 0 ? undefined : next });
  };
  const others = ends.filter(({ path }) => !shown.includes(path));
  return (
    <div className="list-bar">
      <SearchBox
        columning={columning}
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q === '' ? undefined : q })}
      />
      <div className="pills">
        {within !== undefined && (
          <span className="pill is-set">
            <span className="pill-button">
              <BarChartOutlined aria-hidden="true" />
              <span className="pill-words">{within.label}</span>
            </span>
            <button
              type="button"
              className="pill-remove"
              aria-label={`${text('removeFilter')}: ${within.label}`}
              onClick={() => onChange({ within: undefined })}
            >
              <CloseOutlined aria-hidden="true" />
            </button>
          </span>
        )}
        {shown.flatMap((field) => {
          const end = ends.find(({ path }) => path === field);
          if (end === undefined) return [];
          return (
            <FilterPill
              key={field}
              end={end}
              condition={where.find((one) => one.field === field)}
              sources={sources}
              reading={reading}
              isOpenAtFirst={field === opened}
              onChange={(condition) => set(field, condition)}
            />
          );
        })}
        <Popover
          {...DROP_WINDOW}
          open={isAdding}
          onOpenChange={setAdding}
          content={
            <Suspense fallback={null}>
              <FilterFields
                ends={others}
                onChoose={(path) => {
                  setAdding(false);
                  setOpened(path);
                }}
              />
            </Suspense>
          }
        >
          <Button type="text" size="small" icon={<FilterOutlined aria-hidden="true" />} title={text('addFilterBy')}>
            {text('addFilter')}
          </Button>
        </Popover>
        {where.length > 0 && (
          <Button type="link" size="small" onClick={() => onChange({ where: undefined })}>
            {text('clearFilters')}
          </Button>
        )}
      </div>
      {children}
    </div>
  );
}

/** Everything that the caller may filter by, one step deep. */
function filterEnds({ model, entity, rights, locale }: Columning): readonly PathEnd[] {
  const ids = [
    ...(entity.workflow === undefined ? [] : ['state']),
    ...entity.fields.map(({ id }): string => id),
    ...['createdAt', 'createdBy', 'updatedAt', 'updatedBy'],
  ];
  return ids.flatMap((path) => {
    const end = pathEnd(model, entity, { path, locale });
    return end === undefined || conditionOps(end).length === 0 || !rights.compares(entity, end.steps[0] ?? '')
      ? []
      : [end];
  });
}

/** A search waits for a pause in typing. */
const PAUSE_MS = 220;

interface SearchBoxProps {
  readonly columning: Columning;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SearchBox({ columning, value, onChange }: SearchBoxProps): ReactNode {
  const { entity, locale } = columning;
  const text = useWorkText();
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isComposing = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The address was changed by something else than these keys.
  if (value !== told) {
    setTold(value);
    setTyped(value);
  }
  const tell = (next: string): void => {
    clearTimeout(timer.current);
    setTold(next.trim());
    onChange(next.trim());
  };
  const type = (next: string): void => {
    setTyped(next);
    clearTimeout(timer.current);
    if (!isComposing.current) timer.current = setTimeout(() => tell(next), PAUSE_MS);
  };
  return (
    <SearchField
      className="list-search"
      aria-label={text('searchIn', { what: textIn(entity.label, locale) })}
      placeholder={text('search')}
      value={typed}
      onChange={(event) => type(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) tell(typed);
      }}
      onCompositionStart={() => {
        isComposing.current = true;
      }}
      onCompositionEnd={(event) => {
        isComposing.current = false;
        type(event.currentTarget.value);
      }}
    />
  );
}
