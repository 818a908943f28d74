import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useRef, type ReactNode } from 'react';
import type { EditPath } from '../../../schema/model/edits.ts';
import type { ActionDef } from '../../../schema/template/template-rules.ts';
import { Labelled } from '../flow/labelled.tsx';
import { toJson } from '../form/to-json.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { nameOf } from '../points/award-words.ts';
import { MistakesAt } from '../points/mistakes-at.tsx';
import {
  ACTION_KINDS,
  actionsAt,
  makeable,
  movedAction,
  newAction,
  type ActionKind,
  type Setting,
} from './automation-edits.ts';
import { firstValues } from './action-values.ts';
import { ConnectionInput } from './connection-input.tsx';
import { NoticeSettings } from './notice-settings.tsx';
import type { DeedsDesign } from './use-deeds.ts';
import { ValuesSettings } from './values-settings.tsx';

/** One action being designed. */
export interface ActionDesign<Action extends ActionDef = ActionDef> extends DeedsDesign {
  readonly action: Action;
  readonly at: EditPath;
  readonly actionPath: string;
  /** Sets a property of the action. */
  readonly put: (key: string, value: Setting, what: string) => void;
}

/** What is done, in order: added, taken away, put up and down, each a step of undo. */
export function ActionList({ design }: { readonly design: DeedsDesign }): ReactNode {
  const { deeds, wording, entity, name, path, run } = design;
  const { text, template } = wording;
  const place = useRef<HTMLElement>(null);
  const actions = deeds.def.do;
  const taken = actions.map(({ id }) => id);
  const made = (kind: ActionKind): ActionDef | undefined => newAction(template, kind, { entity, taken });
  const possible = ACTION_KINDS.filter((kind) => made(kind) !== undefined);
  const add = (kind: ActionKind): void => {
    const action = made(kind);
    if (action === undefined) return;
    const edit = { kind: 'addItem', list: actionsAt(deeds), item: toJson(action) } as const;
    run(text('stepSet', { name, what: text(`do_${kind}`) }), [edit]);
  };
  /** What was moved keeps the keyboard; of what is gone the list has it. */
  const focusAt = (selector: string): void => {
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(selector)?.focus());
  };
  return (
    <section ref={place} className="deeds">
      <h3>{text('deeds')}</h3>
      <p className="flow-hint">{text('deedsHint')}</p>
      <ol className="deeds-list">
        {actions.map((action, index) => {
          const what = text(`do_${action.kind}`);
          const move = (by: -1 | 1): void => {
            if (run(text('stepSet', { name, what }), movedAction(deeds, action.id, by)))
              focusAt(`[data-action="${CSS.escape(action.id)}"] button:not(:disabled)`);
          };
          return (
            <li key={action.id} className="deed" data-action={action.id}>
              <div className="deed-head">
                <strong>{actions.length > 1 ? `${index + 1}. ${what}` : what}</strong>
                {actions.length > 1 && (
                  <>
                    <HeadButton
                      icon={<ArrowUpOutlined aria-hidden />}
                      label={`${text('up')}: ${index + 1}. ${what}`}
                      isDisabled={index === 0}
                      onClick={() => move(-1)}
                    />
                    <HeadButton
                      icon={<ArrowDownOutlined aria-hidden />}
                      label={`${text('down')}: ${index + 1}. ${what}`}
                      isDisabled={index === actions.length - 1}
                      onClick={() => move(1)}
                    />
                  </>
                )}
                <HeadButton
                  icon={<DeleteOutlined aria-hidden />}
                  label={actions.length > 1 ? `${text('remove')}: ${index + 1}. ${what}` : text('lastDeed')}
                  isDisabled={actions.length === 1}
                  onClick={() => {
                    const edit = { kind: 'removeItem', list: actionsAt(deeds), id: action.id } as const;
                    if (run(text('stepSet', { name, what: text('stepRemove', { name: what }) }), [edit]))
                      focusAt('.deeds-add');
                  }}
                />
              </div>
              <Action
                design={{
                  ...design,
                  action,
                  at: [...actionsAt(deeds), action.id],
                  actionPath: `${path}/do/${index}`,
                  put: (key, value, part) => design.set([...actionsAt(deeds), action.id], key, value, part),
                }}
              />
            </li>
          );
        })}
      </ol>
      <MistakesAt path={`${path}/do`} isExact />
      <Dropdown
        trigger={['click']}
        menu={{
          items: possible.map((kind) => ({
            key: kind,
            label: (
              <span className="rule-choice">
                <span>{text(`do_${kind}`)}</span>
                <small>{text(`explain_${kind}`)}</small>
              </span>
            ),
            onClick: () => add(kind),
          })),
        }}
      >
        <Button className="deeds-add" icon={<PlusOutlined aria-hidden />}>
          {text('addDeed')}
        </Button>
      </Dropdown>
    </section>
  );
}

function HeadButton({
  icon,
  label,
  isDisabled,
  onClick,
}: {
  readonly icon: ReactNode;
  readonly label: string;
  readonly isDisabled: boolean;
  readonly onClick: () => void;
}): ReactNode {
  return (
    <Button
      type="text"
      size="small"
      icon={icon}
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onClick}
    />
  );
}

function Action({ design }: { readonly design: ActionDesign }): ReactNode {
  const { action, actionPath, wording, entity, deeds, put, run, name } = design;
  const { text, template, locale } = wording;
  switch (action.kind) {
    case 'notify':
      return <NoticeSettings design={{ ...design, action }} />;
    case 'set':
      return <ValuesSettings design={{ ...design, action }} target={entity} />;
    case 'create': {
      const target = template.entities?.find(({ id }) => id === action.entity);
      return (
        <>
          <Labelled label={text('object')}>
            <ChoiceSelect
              aria-label={text('object')}
              value={action.entity}
              options={makeable(template).map((one) => ({ value: one.id, label: nameOf(one, locale) }))}
              onChange={(id: string) => {
                const next = template.entities?.find((one) => one.id === id);
                if (next === undefined) return;
                const at = [...actionsAt(deeds), action.id];
                run(text('stepSet', { name, what: text('object') }), [
                  { kind: 'setProperty', at, key: 'entity', value: id },
                  { kind: 'setProperty', at, key: 'values', value: toJson(firstValues(template, next, entity)) },
                ]);
              }}
            />
            <MistakesAt path={`${actionPath}/entity`} />
          </Labelled>
          <ValuesSettings design={{ ...design, action }} target={target} />
        </>
      );
    }
    case 'transition': {
      const steps = template.workflows?.find(({ of }) => of === entity?.id)?.transitions ?? [];
      return (
        <Labelled label={text('step')}>
          <ChoiceSelect
            aria-label={text('step')}
            value={action.transition}
            options={steps.map((step) => ({ value: step.id, label: nameOf(step, locale) }))}
            onChange={(id: string) => put('transition', id, text('step'))}
          />
          <MistakesAt path={actionPath} />
        </Labelled>
      );
    }
    case 'webhook':
      return <ConnectionInput design={{ ...design, action }} />;
  }
}
