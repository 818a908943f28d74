import { AreaChartOutlined, DashboardOutlined, EyeOutlined, PlusOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { ReportDef } from '../../../schema/template/template-rules.ts';
import type { DashboardViewDef, TileDef } from '../../../schema/template/template-views.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { toJson } from '../form/to-json.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { BoardSettings } from './board-settings.tsx';
import { BoardStage } from './board-stage.tsx';
import { boardItemId, boardsOf, freeName, reportTargets, takenIds, type ReportTarget } from './board-target.ts';
import { useBoardText } from './board-texts.ts';
import { ReportSettings } from './report-settings.tsx';
import { DraftScope, TilePreview } from './tile-preview.tsx';
import { TileSettings } from './tile-settings.tsx';
import '../form/form.css';
import '../form/properties/properties.css';
import '../views/views.css';
import '../../reports/dash.css';
import './boards.css';

const AddTile = lazy(() => import('./add-tile.tsx').then((part) => ({ default: part.AddTile })));

/** Dashboards and reports as they are designed: which there are, how the chosen one looks, and its settings. */
export function BoardsPage(): ReactNode {
  const text = useBoardText();
  const template = useDraft(({ log }) => log.template);
  const [boards, reports] = [boardsOf(template), reportTargets(template)];
  const [chosen, setChosen] = useState<string>();
  const [tileId, setTile] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  const report = reports.find(({ id }) => id === chosen);
  const board = report === undefined ? (boards.find(({ id }) => id === chosen) ?? boards[0]) : undefined;
  const tile = board?.tiles.find(({ id }) => id === tileId);
  const choose = (id: string | undefined): void => {
    setChosen(id);
    setTile(undefined);
  };
  return (
    <DraftScope>
      <div className="form-designer board-designer">
        <aside className="side is-left" aria-label={text('all')}>
          <BoardList {...{ boards, reports }} chosen={report?.id ?? board?.id} onChoose={choose} />
        </aside>
        <div className="stage">
          <div className="stage-ground">
            {report !== undefined ? (
              <ReportStage report={report} />
            ) : board === undefined ? (
              <p className="board-nothing">{text('nothing')}</p>
            ) : (
              <BoardStage {...{ board }} chosen={tile?.id} onChoose={setTile} onAdd={() => setAdding(true)} />
            )}
          </div>
        </div>
        <aside className="side is-right" aria-label={text('settings')}>
          <Settings {...{ board, report, tile }} onChoose={choose} />
        </aside>
      </div>
      {isAdding && board !== undefined && (
        <Suspense fallback={null}>
          <AddTile
            board={board}
            onClose={() => setAdding(false)}
            onAdded={(id) => {
              setAdding(false);
              setTile(id);
            }}
          />
        </Suspense>
      )}
    </DraftScope>
  );
}

interface SettingsProps {
  readonly board: DashboardViewDef | undefined;
  readonly report: ReportTarget | undefined;
  readonly tile: TileDef | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

function Settings({ board, report, tile, onChoose }: SettingsProps): ReactNode {
  if (report !== undefined)
    return <ReportSettings key={report.id} report={report} onRemoved={() => onChoose(undefined)} />;
  if (board === undefined) return null;
  if (tile !== undefined) return <TileSettings key={tile.id} {...{ board, tile }} onEditReport={onChoose} />;
  return (
    <BoardSettings
      key={board.id}
      kind="boardName"
      id={board.id}
      list="views"
      label={board.label}
      help={board.help}
      roles={board.roles}
      period={board.period}
      onRemoved={() => onChoose(undefined)}
    />
  );
}

interface BoardListProps {
  readonly boards: readonly DashboardViewDef[];
  readonly reports: readonly ReportTarget[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

function BoardList({ boards, reports, chosen, onChoose }: BoardListProps): ReactNode {
  const text = useBoardText();
  const session = useDraftSession();
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  const model = useDraft(({ compiled }) => compiled.model);
  const addBoard = (): void => {
    const name = freeName(
      text('newBoard'),
      boards.map(({ label }) => label),
      locale,
    );
    const id = boardItemId('dashboard', takenIds(template));
    const item: DashboardViewDef = { id, kind: 'dashboard', label: { [locale]: name }, tiles: [] };
    if (session.run(text('didAddBoard', { name }), [{ kind: 'addItem', list: ['views'], item: toJson(item) }]))
      onChoose(id);
  };
  const addReport = (): void => {
    const entity = model.entities.find(({ kind }) => kind === 'document') ?? model.entities[0];
    if (entity === undefined) return;
    const name = freeName(
      text('newReport'),
      reports.map(({ label }) => label),
      locale,
    );
    const id = boardItemId('report', takenIds(template));
    const group = entity.workflow === undefined ? { id: 'createdAt', bucket: 'month' as const } : { id: 'state' };
    const item: ReportDef = {
      id,
      label: { [locale]: name },
      of: entity.id,
      groupBy: [group],
      measures: [{ id: 'count', fn: 'count' }],
      chart: 'bar',
    };
    if (session.run(text('didAddReport', { name }), [{ kind: 'addItem', list: ['reports'], item: toJson(item) }]))
      onChoose(id);
  };
  return (
    <>
      <ListPart
        title={text('boards')}
        icon={<DashboardOutlined />}
        items={boards}
        add={text('newBoard')}
        onAdd={addBoard}
        {...{ chosen, onChoose }}
      />
      <ListPart
        title={text('reports')}
        icon={<AreaChartOutlined />}
        items={reports}
        add={text('newReport')}
        onAdd={addReport}
        {...{ chosen, onChoose }}
      />
    </>
  );
}

interface ListPartProps extends Pick<BoardListProps, 'chosen' | 'onChoose'> {
  readonly title: string;
  readonly icon: ReactNode;
  readonly items: readonly { readonly id: string; readonly label?: Parameters<typeof textIn>[0] }[];
  readonly add: string;
  readonly onAdd: () => void;
}

function ListPart({ title, icon, items, add, onAdd, chosen, onChoose }: ListPartProps): ReactNode {
  const { locale } = useLanguage();
  return (
    <section className="board-list">
      <h2>{title}</h2>
      <ul className="view-list">
        {items.map(({ id, label }) => (
          <li key={id} className={id === chosen ? 'is-chosen' : ''}>
            <button type="button" className="view-name" aria-current={id === chosen} onClick={() => onChoose(id)}>
              <span aria-hidden="true">{icon}</span>
              <span>{textIn(label, locale) || id}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button block type="dashed" icon={<PlusOutlined aria-hidden />} onClick={onAdd}>
        {add}
      </Button>
    </section>
  );
}

/** A report as a chart and as a table, of the company's records. */
function ReportStage({ report }: { readonly report: ReportTarget }): ReactNode {
  const text = useBoardText();
  const { locale } = useLanguage();
  const tenant = useTenant();
  const inForce = [...(tenant.template.reports ?? []), ...(tenant.template.views ?? [])].some(
    ({ id }) => id === report.id,
  );
  const kind = report.body.chart ?? 'bar';
  return (
    <div className="board-stage">
      <div className="board-stage-bar">
        <h1>{textIn(report.label, locale) || report.id}</h1>
        {inForce && (
          <Link to="/w/$tenant/reports/$view" params={{ tenant: tenant.name, view: report.id }} className="board-open">
            <EyeOutlined aria-hidden /> {text('openIt')}
          </Link>
        )}
      </div>
      <div className="board-report">
        {kind !== 'table' && kind !== 'number' && (
          <TilePreview tile={{ id: 'chart', kind: 'chart', view: report.id, width: 'full' }} board="" />
        )}
        <TilePreview
          tile={{ id: 'table', kind: 'chart', chart: 'table', view: report.id, width: 'full', height: 'tall' }}
          board=""
        />
      </div>
    </div>
  );
}
