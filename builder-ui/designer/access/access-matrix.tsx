import { FilterFilled, FilterOutlined } from '@ant-design/icons';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import { RIGHTS, type Right, type RoleDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { RIGHT_WORDS } from '../changes/change-sentence.ts';
import { useDraftSession } from '../session/draft-context.tsx';
import { hasLimits, heldRights, isInherited, rightEdits, rightsOf, type AccessTarget } from './access-edits.ts';
import { useAccessText } from './access-texts.ts';
import { RoleHead } from './role-head.tsx';

/** Five rights and the way to rows and fields. */
const CELL_STOPS = RIGHTS.length + 1;

export interface AccessMatrixProps {
  readonly roles: readonly RoleDef[];
  readonly targets: readonly AccessTarget[];
  readonly nameOf: (target: AccessTarget) => string;
  readonly chosen: { readonly role: string; readonly target: AccessTarget } | undefined;
  readonly onChoose: (role: string, target: AccessTarget) => void;
}

/** Objects by roles; each cell has a switch for each right. One switch is in the tab order, arrows lead to the others. */
export function AccessMatrix({ roles, targets, nameOf, chosen, onChoose }: AccessMatrixProps): ReactNode {
  const text = useAccessText();
  const table = useRef<HTMLTableElement>(null);
  const [stop, setStop] = useState({ row: 0, column: 0 });
  const here = {
    row: Math.min(stop.row, targets.length - 1),
    column: Math.min(stop.column, roles.length * CELL_STOPS - 1),
  };
  const keyDown = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextStop(table.current, here, move);
    if (next === undefined) return;
    event.preventDefault();
    setStop(next.at);
    next.button.focus();
  };
  return (
    <div className="access-scroll">
      <table ref={table} className="access-table" role="grid" aria-label={text('matrix')} onKeyDown={keyDown}>
        <thead>
          <tr>
            <th scope="col" className="access-object">
              {text('object')}
            </th>
            {roles.map((role) => (
              <th key={role.id} scope="col" data-item={role.id}>
                <RoleHead role={role} roles={roles} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {targets.map((target, row) => (
            <tr key={`${target.kind} ${target.id}`} className={`is-${target.kind}`}>
              <th scope="row" className="access-object">
                {nameOf(target)}
                {target.kind === 'all' && <small>{text('allHint')}</small>}
              </th>
              {roles.map((role, index) => (
                <td
                  key={role.id}
                  className={
                    chosen?.role === role.id && chosen.target.id === target.id ? 'access-cell is-chosen' : 'access-cell'
                  }
                >
                  <RightSwitches
                    role={role}
                    target={target}
                    name={nameOf(target)}
                    row={row}
                    first={index * CELL_STOPS}
                    here={here}
                    onStop={setStop}
                    onChoose={() => onChoose(role.id, target)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Stop {
  readonly row: number;
  readonly column: number;
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

const REACH = 400;

/** The next switch that way; cells of lines have but one, and are not stepped over. */
function nextStop(
  table: HTMLTableElement | null,
  from: Stop,
  [down, right]: readonly [number, number],
): { readonly at: Stop; readonly button: HTMLElement } | undefined {
  for (let step = 1; step <= REACH; step += 1) {
    const at = { row: from.row + down * step, column: from.column + right * step };
    if (at.row < 0 || at.column < 0) return undefined;
    const button = table?.querySelector<HTMLElement>(`[data-stop="${at.row}.${at.column}"]`);
    if (button !== null && button !== undefined) return { at, button };
  }
  return undefined;
}

const SHORT = {
  read: 'readShort',
  create: 'createShort',
  update: 'updateShort',
  delete: 'deleteShort',
  export: 'exportShort',
} as const satisfies Readonly<Record<Right, string>>;

interface SwitchesProps {
  readonly role: RoleDef;
  readonly target: AccessTarget;
  readonly name: string;
  readonly row: number;
  readonly first: number;
  readonly here: Stop;
  readonly onStop: (stop: Stop) => void;
  readonly onChoose: () => void;
}

function RightSwitches({ role, target, name, row, first, here, onStop, onChoose }: SwitchesProps): ReactNode {
  const text = useAccessText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const held = heldRights(role, target);
  const possible = rightsOf(target);
  const inherited = isInherited(role, target);
  const who = textIn(role.label ?? humanText(role.id), locale);
  const limited = hasLimits(role, target);
  const stopOf = (column: number) => ({
    'data-stop': `${row}.${column}`,
    tabIndex: here.row === row && here.column === column ? 0 : -1,
    onFocus: () => onStop({ row, column }),
  });
  const flip = (right: Right): void => {
    const isHeld = !held.has(right);
    const words = { role: who, right: RIGHT_WORDS[right][locale], target: name };
    session.run(text(isHeld ? 'given' : 'taken', words), rightEdits(role, target, { right, isHeld }));
  };
  return (
    <span className={inherited ? 'rights is-inherited' : 'rights'}>
      {RIGHTS.map((right, index) =>
        possible.includes(right) ? (
          <button
            key={right}
            type="button"
            className="right"
            aria-pressed={held.has(right)}
            aria-label={text('cell', { role: who, right: RIGHT_WORDS[right][locale], target: name })}
            title={`${RIGHT_WORDS[right][locale]}${inherited ? ` · ${text('inherited')}` : ''}`}
            onClick={() => flip(right)}
            {...stopOf(first + index)}
          >
            {text(SHORT[right])}
          </button>
        ) : (
          <span key={right} className="right is-none" aria-hidden="true" />
        ),
      )}
      {target.kind === 'all' ? (
        <span className="right is-none" aria-hidden="true" />
      ) : (
        <button
          type="button"
          className={limited ? 'right is-limits is-limited' : 'right is-limits'}
          aria-label={text('limits', { role: who, target: name })}
          title={text('limits', { role: who, target: name })}
          onClick={onChoose}
          {...stopOf(first + RIGHTS.length)}
        >
          {limited ? <FilterFilled /> : <FilterOutlined />}
        </button>
      )}
    </span>
  );
}
