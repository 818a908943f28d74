import { CloseOutlined } from '@ant-design/icons';
import { Button, Radio } from 'antd';
import type { ReactNode } from 'react';
import { textIn, type Text } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { RoleDef, Template } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { ExpressionInput } from '../parts/expression-input.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import {
  FIELD_MODES,
  fieldMode,
  fieldModeEdits,
  ownGrants,
  rowRuleEdits,
  type AccessTarget,
  type FieldMode,
} from './access-edits.ts';
import { useAccessText } from './access-texts.ts';

export interface AccessDetailProps {
  readonly role: RoleDef;
  readonly target: AccessTarget;
  /** The target as people call it. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Which records a role has of an object, and what of their fields. */
export function AccessDetail({ role, target, name, onClose }: AccessDetailProps): ReactNode {
  const text = useAccessText();
  const { locale } = useLanguage();
  const who = textIn(role.label ?? humanText(role.id), locale);
  return (
    <aside className="panel access-detail" aria-label={text('detail', { role: who, target: name })}>
      <header className="panel-head">
        <h2>{text('detail', { role: who, target: name })}</h2>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={text('cancel')} onClick={onClose} />
      </header>
      {target.kind === 'all' ? (
        <p className="soft access-pad">{text('notForAll')}</p>
      ) : (
        <>
          {target.kind === 'line' ? (
            <p className="soft access-pad">{text('lineHint')}</p>
          ) : (
            <RowRule role={role} who={who} target={target} name={name} />
          )}
          <FieldModes role={role} who={who} target={target} name={name} />
        </>
      )}
    </aside>
  );
}

interface PairProps {
  readonly role: RoleDef;
  readonly who: string;
  readonly target: AccessTarget;
  readonly name: string;
}

function RowRule({ role, who, target, name }: PairProps): ReactNode {
  const text = useAccessText();
  const session = useDraftSession();
  const own = ownGrants(role, target);
  const set = (rule: string | undefined): void => {
    session.run(text('rowsSet', { role: who, target: name }), rowRuleEdits(role, target, rule));
  };
  return (
    <div className="access-pad access-rows">
      <h3>{text('rows')}</h3>
      <ExpressionInput
        value={own[0]?.rows}
        onCommit={set}
        scope={{ entity: target.id, expected: { kind: 'bool' } }}
        label={text('rows')}
        placeholder={text('rowsAll')}
      />
      {own.length > 1 && <p className="soft">{text('severalRules', { count: own.length })}</p>}
      {own[0]?.rows === undefined && target.kind === 'entity' && (
        <Button size="small" onClick={() => set('doc.createdBy == actor.id')}>
          {text('rowsMine')}
        </Button>
      )}
      {own[0]?.rows !== undefined && (
        <Button size="small" onClick={() => set(undefined)}>
          {text('rowsAll')}
        </Button>
      )}
    </div>
  );
}

function FieldModes({ role, who, target, name }: PairProps): ReactNode {
  const text = useAccessText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const modes: readonly FieldMode[] = target.kind === 'ledger' ? ['see', 'hide'] : FIELD_MODES;
  return (
    <table className="plain-table field-modes">
      <caption>{text('fields')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('field')}</th>
          <th scope="col">{text('modeOf', { role: who, field: '' })}</th>
        </tr>
      </thead>
      <tbody>
        {partsOf(template, target).map(({ id, label }) => {
          const words = textIn(label, locale);
          const found = fieldMode(role, target, id);
          const mode = target.kind === 'ledger' && found === 'edit' ? 'see' : found;
          return (
            <tr key={id} className={found === 'edit' ? '' : 'is-limited'}>
              <th scope="row">{words}</th>
              <td>
                <Radio.Group
                  size="small"
                  optionType="button"
                  aria-label={text('modeOf', { role: who, field: words })}
                  name={`mode-${role.id}-${target.id}-${id}`}
                  value={mode}
                  options={modes.map((one) => ({ value: one, label: text(one) }))}
                  onChange={(event) => {
                    const chosen = FIELD_MODES.find((one) => one === event.target.value) ?? 'edit';
                    const label_ = text('modeSet', { field: words, target: name, role: who, mode: text(chosen) });
                    const wanted = target.kind === 'ledger' && chosen === 'see' ? 'edit' : chosen;
                    session.run(label_, fieldModeEdits(role, target, { field: id, mode: wanted }));
                  }}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface Part {
  readonly id: string;
  readonly label: Text;
}

/** What of a target can be hidden: fields, or the dimensions and measures of a ledger. */
function partsOf(template: Template, target: AccessTarget): readonly Part[] {
  const named = (items: readonly { readonly id: string; readonly label?: Text }[]): readonly Part[] =>
    items.map(({ id, label }) => ({ id, label: label ?? humanText(id) }));
  if (target.kind !== 'ledger') return named(template.entities?.find(({ id }) => id === target.id)?.fields ?? []);
  const ledger = template.ledgers?.find(({ id }) => id === target.id);
  if (ledger === undefined) return [];
  const measures = ledger.mode === 'balance' ? ledger.measures : [{ id: 'amount' }];
  return named([...(ledger.dimensions ?? []), ...measures]);
}
