import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { Edit, EditPath } from '../../../schema/model/edits.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { fieldKindSpec } from '../../../schema/template/field-types.ts';
import { DATE_BUCKETS, SUMMARY_FNS, type GroupDef } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { FIRST_PERIOD, firstPeriod } from '../../reports/period.ts';
import { pathText } from '../../reports/report-ask.ts';
import { pathEnd } from '../../workplace/documents/field-path.ts';
import type { Setting } from '../form/properties/setting.tsx';
import { toJson } from '../form/to-json.ts';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { BoardSettings, useSet } from './board-settings.tsx';
import { useBoardText } from './board-texts.ts';
import { ofAnother } from './report-edits.ts';
import type { ReportTarget } from './board-target.ts';
import { chartOptions, measureOptions } from './tile-settings.tsx';
import { ChoiceSelect } from '../parts/choice-select.tsx';

const GROUPS_MAX = 5;

/** A report: of which records, by what they are put together, which figures, how drawn (SPEC [RPT-13]). */
export function ReportSettings({
  report,
  onRemoved,
}: {
  readonly report: ReportTarget;
  readonly onRemoved: () => void;
}): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const model = useDraft(({ compiled }) => compiled.model);
  const { body, list, id } = report;
  const name = textIn(report.label, locale) || id;
  const entity = model.entities.find((one) => one.id === body.of);
  const set = useSet([list, id], name);
  const chooseEntity = (of: string | null): void => {
    if (of === null) return;
    session.run(text('didSet', { setting: text('object'), name }), ofAnother([list, id], of));
  };
  const own: readonly Setting[] = [
    {
      key: 'of',
      label: text('object'),
      control: (
        <ChoiceSelect
          aria-label={text('object')}
          value={body.of}
          options={model.entities.map((one) => ({ value: String(one.id), label: textIn(one.label, locale) || one.id }))}
          onChange={chooseEntity}
        />
      ),
    },
    { key: 'groupBy', label: text('groups'), means: text('groupsMeans'), control: <Groups {...{ report, entity }} /> },
    { key: 'measures', label: text('figures'), control: <Figures {...{ report, entity }} /> },
    {
      key: 'chart',
      label: text('chartKind'),
      control: (
        <Select
          aria-label={text('chartKind')}
          value={body.chart ?? 'bar'}
          options={[...chartOptions(text)]}
          onChange={(chart) => set('chart', chart, text('chartKind'))}
        />
      ),
    },
    {
      key: 'filter',
      label: text('filter'),
      means: text('filterMeans'),
      isSet: true,
      control: (
        <ExpressionInput
          value={body.filter}
          onCommit={(value) => set('filter', value, text('filter'))}
          scope={{ entity: body.of, expected: { kind: 'bool' } }}
          label={text('filter')}
          placeholder={text('allRecords')}
        />
      ),
    },
    { key: 'sort', label: text('sort'), isSet: true, control: <Sorting {...{ report, entity }} /> },
  ];
  return (
    <BoardSettings
      kind="reportName"
      {...{ id, list, own, onRemoved }}
      label={report.label}
      roles={report.roles}
      period={body.period}
      firstPeriod={entity === undefined ? FIRST_PERIOD : firstPeriod(entity)}
    />
  );
}

interface PartProps {
  readonly report: ReportTarget;
  readonly entity: EntityModel | undefined;
}

function useReportEdits(report: ReportTarget): (edits: readonly Edit[], setting: string) => void {
  const session = useDraftSession();
  const text = useBoardText();
  const { locale } = useLanguage();
  const name = textIn(report.label, locale) || report.id;
  return (edits, setting) => {
    session.run(text('didSet', { setting, name }), edits);
  };
}

function Groups({ report, entity }: PartProps): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const model = useDraft(({ compiled }) => compiled.model);
  const run = useReportEdits(report);
  const list: EditPath = [report.list, report.id, 'groupBy'];
  const groups = report.body.groupBy ?? [];
  const nameOf = (path: string): string => (entity === undefined ? path : pathText(path, entity, { model, locale }));
  const kindOf = ({ id, field }: GroupDef): string | undefined =>
    entity === undefined ? undefined : pathEnd(model, entity, { path: field ?? id, locale })?.kind;
  const add = (path: string): void => {
    const kind = kindOf({ id: path });
    const isDated = kind === 'date' || kind === 'datetime';
    const id = freeId(
      path,
      [...groups, ...(report.body.measures ?? [])].map((one) => one.id),
    );
    const item: GroupDef = { id, ...(id === path ? {} : { field: path }), ...(isDated ? { bucket: 'month' } : {}) };
    run([{ kind: 'addItem', list, item: toJson(item) }], text('groups'));
  };
  const taken = new Set(groups.map(({ id, field }) => field ?? id));
  return (
    <div>
      <ul className="view-columns">
        {groups.map((group, index) => {
          const name = nameOf(group.field ?? group.id);
          const kind = kindOf(group);
          return (
            <li key={group.id}>
              <span className="view-column-name">{name}</span>
              {(kind === 'date' || kind === 'datetime') && (
                <Select
                  size="small"
                  aria-label={text('bucketOf', { what: name })}
                  value={group.bucket ?? 'day'}
                  options={DATE_BUCKETS.map((bucket) => ({
                    value: bucket,
                    label: text(bucket === 'quarter' ? 'quarterOfYear' : bucket),
                  }))}
                  onChange={(bucket) =>
                    run(
                      [{ kind: 'setProperty', at: [...list, group.id], key: 'bucket', value: bucket }],
                      text('groups'),
                    )
                  }
                />
              )}
              <RowTools {...{ name, list, index, run }} ids={groups.map(({ id }) => id)} setting={text('groups')} />
            </li>
          );
        })}
      </ul>
      <ChoiceSelect
        className="view-add"
        aria-label={text('addGroup')}
        placeholder={text('addGroup')}
        disabled={groups.length >= GROUPS_MAX}
        value={null}
        options={groupOptions(entity, { nameOf })
          .filter(({ value }) => !taken.has(value))
          .map((option) => ({ ...option }))}
        onChange={(path: string | null) => path !== null && add(path)}
      />
    </div>
  );
}

function groupOptions(
  entity: EntityModel | undefined,
  { nameOf }: { readonly nameOf: (path: string) => string },
): readonly { readonly value: string; readonly label: string }[] {
  if (entity === undefined) return [];
  const own = entity.fields
    .filter(({ type, secret }) => !secret && fieldKindSpec(type.kind).groupable)
    .map(({ id }): string => id);
  return [...(entity.workflow === undefined ? [] : ['state']), ...own, 'createdAt', 'createdBy'].map((path) => ({
    value: path,
    label: nameOf(path),
  }));
}

function Figures({ report, entity }: PartProps): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const run = useReportEdits(report);
  const list: EditPath = [report.list, report.id, 'measures'];
  const measures = report.body.measures ?? [];
  const options = measureOptions(entity, { text, locale });
  const tokenOf = (fn: string, path: string): string => (fn === 'count' ? 'count' : `${fn}:${path}`);
  const taken = new Set(measures.map(({ id, fn, field }) => tokenOf(fn, field ?? id)));
  const add = (token: string): void => {
    const [name = 'count', field] = token.split(':');
    const fn = SUMMARY_FNS.find((one) => one === name) ?? 'count';
    const id = freeId(
      field ?? 'count',
      [...measures, ...(report.body.groupBy ?? [])].map((one) => one.id),
    );
    run([{ kind: 'addItem', list, item: { id, fn, ...(field === undefined ? {} : { field }) } }], text('figures'));
  };
  return (
    <div>
      <ul className="view-columns">
        {measures.map(({ id, fn, field, label }, index) => {
          const own = textIn(label, locale);
          const name = own || (options.find(({ value }) => value === tokenOf(fn, field ?? id))?.label ?? id);
          return (
            <li key={id}>
              <span className="view-column-name">{name}</span>
              <RowTools {...{ name, list, index, run }} ids={measures.map((one) => one.id)} setting={text('figures')} />
            </li>
          );
        })}
      </ul>
      <ChoiceSelect
        className="view-add"
        aria-label={text('addFigure')}
        placeholder={text('addFigure')}
        value={null}
        options={options.filter(({ value }) => !taken.has(value)).map((option) => ({ ...option }))}
        onChange={(token: string | null) => token !== null && add(token)}
      />
    </div>
  );
}

interface RowToolsProps {
  readonly name: string;
  readonly list: EditPath;
  readonly ids: readonly string[];
  readonly index: number;
  readonly run: (edits: readonly Edit[], setting: string) => void;
  readonly setting: string;
}

function RowTools({ name, list, ids, index, run, setting }: RowToolsProps): ReactNode {
  const text = useBoardText();
  const id = ids[index] ?? '';
  const move = (before: string | undefined): void =>
    run([{ kind: 'moveItem', list, id, ...(before === undefined ? {} : { before }) }], setting);
  return (
    <>
      <Button
        type="text"
        size="small"
        icon={<ArrowUpOutlined />}
        disabled={index === 0}
        aria-label={text('up', { name })}
        onClick={() => move(ids[index - 1])}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowDownOutlined />}
        disabled={index === ids.length - 1}
        aria-label={text('down', { name })}
        onClick={() => move(ids[index + 2])}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={text('take', { name })}
        onClick={() => run([{ kind: 'removeItem', list, id }], setting)}
      />
    </>
  );
}

function Sorting({ report, entity }: PartProps): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const model = useDraft(({ compiled }) => compiled.model);
  const set = useSet([report.list, report.id], textIn(report.label, locale) || report.id);
  const { groupBy = [], measures = [], sort } = report.body;
  const options = measureOptions(entity, { text, locale });
  const names = [
    ...groupBy.map(({ id, field }) => ({
      id,
      name: entity === undefined ? id : pathText(field ?? id, entity, { model, locale }),
    })),
    ...measures.map(({ id, fn, field, label }) => ({
      id,
      name:
        textIn(label, locale) ||
        (options.find(({ value }) => value === (fn === 'count' ? 'count' : `${fn}:${field ?? id}`))?.label ?? id),
    })),
  ];
  const [first] = sort ?? [];
  return (
    <Select
      aria-label={text('sort')}
      value={first === undefined ? '' : `${first.direction === 'desc' ? '-' : ''}${first.field}`}
      options={[
        { value: '', label: text('sortNone') },
        ...names.flatMap(({ id, name }) => [
          { value: id, label: text('rising', { what: name }) },
          { value: `-${id}`, label: text('falling', { what: name }) },
        ]),
      ]}
      onChange={(value) => {
        const isFalling = value.startsWith('-');
        const field = isFalling ? value.slice(1) : value;
        set('sort', value === '' ? undefined : [{ field, ...(isFalling ? { direction: 'desc' } : {}) }], text('sort'));
      }}
    />
  );
}

function freeId(path: string, taken: readonly string[]): string {
  const plain = path.replaceAll('.', '_');
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? plain : `${plain}${number}`;
    if (!taken.includes(id)) return id;
  }
}
