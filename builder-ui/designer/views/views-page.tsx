import {
  AppstoreOutlined,
  ArrowDownOutlined,
  ArrowUpOutlined,
  CalendarOutlined,
  PlusOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { toJson } from '../form/to-json.ts';
import { useViewDesign, type ViewDesign } from './use-view-design.ts';
import { ViewPreview } from './view-preview.tsx';
import { ViewSettings } from './view-settings.tsx';
import { dayFields, laneFields, moveView, newView, VIEW_KINDS, type ViewKind, type ViewTarget } from './view-target.ts';
import '../form/form.css';
import '../form/properties/properties.css';
import '../../workplace/list/list.css';
import './views.css';

const ICONS: Readonly<Record<ViewKind, ReactNode>> = {
  list: <UnorderedListOutlined />,
  board: <AppstoreOutlined />,
  calendar: <CalendarOutlined />,
};

/** The lists, boards and calendars of one object: which there are, how the chosen one looks, and its settings. */
export function ViewsPage(): ReactNode {
  const { entity } = useParams({ from: '/w/$tenant/design/o/$entity' });
  return <ViewDesigner key={entity} entity={entity} />;
}

function ViewDesigner({ entity }: { readonly entity: string }): ReactNode {
  const design = useViewDesign(entity);
  const session = useDraftSession();
  const { text, targets, locale } = design;
  const [chosen, setChosen] = useState<string>();
  const target = targets.find(({ view }) => view.id === chosen) ?? targets[0];
  const remove = ({ view }: ViewTarget): void => {
    const name = textIn(view.label, locale) || view.id;
    session.run(text('didRemove', { name }), [{ kind: 'removeItem', list: ['views'], id: view.id }]);
  };
  return (
    <div className="form-designer">
      <aside className="side is-left" aria-label={text('views')}>
        <ViewList {...{ design, target }} onChoose={setChosen} />
      </aside>
      <div className="stage">
        {target === undefined ? (
          <p className="notice">{text('noViews')}</p>
        ) : (
          <div className="stage-ground">
            <ViewPreview design={design} view={target.view} />
          </div>
        )}
      </div>
      <aside className="side is-right" aria-label={text('settings')}>
        {target !== undefined && (
          <ViewSettings key={target.view.id} design={design} target={target} onRemove={() => remove(target)} />
        )}
      </aside>
    </div>
  );
}

interface ListProps {
  readonly design: ViewDesign;
  readonly target: ViewTarget | undefined;
  readonly onChoose: (id: string) => void;
}

function ViewList({ design, target, onChoose }: ListProps): ReactNode {
  const { text, targets, locale } = design;
  const session = useDraftSession();
  return (
    <>
      <AddView design={design} onAdded={onChoose} />
      <ul className="view-list">
        {targets.map((one, index) => {
          const { view, isMade } = one;
          const name = textIn(view.label, locale) || view.id;
          const isChosen = one === target;
          const move = (by: 1 | -1): void => {
            session.run(text('didMove', { name }), moveView(targets, index, by));
          };
          return (
            <li key={view.id} data-item={view.id} className={isChosen ? 'is-chosen' : ''}>
              <button type="button" className="view-name" aria-current={isChosen} onClick={() => onChoose(view.id)}>
                <span aria-hidden="true">{ICONS[view.kind]}</span>
                <span>{name}</span>
                {isMade && <span className="chip">{text('made')}</span>}
              </button>
              {!isMade && (
                <span className="view-moves">
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowUpOutlined />}
                    disabled={index === 0 || targets[index - 1]?.isMade === true}
                    aria-label={text('up', { name })}
                    onClick={() => move(-1)}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowDownOutlined />}
                    disabled={index === targets.length - 1}
                    aria-label={text('down', { name })}
                    onClick={() => move(1)}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function AddView({
  design,
  onAdded,
}: {
  readonly design: ViewDesign;
  readonly onAdded: (id: string) => void;
}): ReactNode {
  const { text, entity, model, locale } = design;
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  if (entity === undefined) return null;
  const canBe = (kind: ViewKind): boolean =>
    kind === 'list' || (kind === 'board' ? laneFields(entity).length > 0 : dayFields(entity).length > 0);
  const add = (kind: ViewKind): void => {
    const view = newView({ template, model }, entity, { kind, label: text(kind), locale });
    if (view === undefined) return;
    const name = textIn(view.label, locale);
    const isDone = session.run(text('didAdd', { name }), [{ kind: 'addItem', list: ['views'], item: toJson(view) }]);
    if (isDone) onAdded(view.id);
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: VIEW_KINDS.map((kind) => ({
          key: kind,
          icon: ICONS[kind],
          label: text(kind),
          disabled: !canBe(kind),
          ...(canBe(kind) ? {} : { title: text('noBoard') }),
        })),
        onClick: ({ key }) => {
          const kind = VIEW_KINDS.find((one) => one === key);
          if (kind !== undefined) add(kind);
        },
      }}
    >
      <Button block icon={<PlusOutlined />}>
        {text('add')}
      </Button>
    </Dropdown>
  );
}
