import { useId, useRef, type ReactNode } from 'react';
import { useFormText } from '../form-texts.ts';
import { Glyph } from '../glyphs.tsx';
import { ChoicesPopup } from './choices-popup.tsx';
import type { ColoredChoice } from './use-choices.ts';
import { useCombo, type Choosing } from './use-combo.ts';
import { inputAttributes, type WidgetProps } from './widget-props.ts';

export interface ComboboxProps extends WidgetProps, Omit<Choosing, 'path'> {}

/**
 * Chooses one or several of what can be searched (SPEC [FORM-7]): a plain input with the ARIA combobox pattern.
 * antd's Select gives its open list no accessible name, and is too much to draw in every cell of a grid.
 */
export function Combobox(props: ComboboxProps): ReactNode {
  const { chosen, isMany, field, label, id } = props;
  const t = useFormText();
  const listId = useId();
  const box = useRef<HTMLSpanElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const combo = useCombo(props, input);
  const { isOpen, options, active, note } = combo;
  const single = isMany ? undefined : chosen[0];
  const isRequired = props.isRequired;
  return (
    <span ref={box} className={`fw-combo${isMany ? ' is-many' : ''}`} data-color={single?.color}>
      {isMany ? chosen.map((one) => <Chip key={one.id} choice={one} onRemove={() => combo.remove(one)} />) : null}
      {single?.color === undefined ? null : <span className="fw-dot" data-color={single.color} />}
      <input
        {...inputAttributes(props)}
        ref={input}
        className="fw-input fw-combo-input"
        type="text"
        role="combobox"
        autoComplete="off"
        aria-keyshortcuts={props.onPeek === undefined ? undefined : 'Alt+Enter'}
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active >= 0 && options.length > 0 ? `${listId}-${active}` : undefined}
        placeholder={
          chosen.length > 0 || props.isCell
            ? undefined
            : field.options === undefined
              ? t('searchHint')
              : t('chooseHint')
        }
        {...combo.events}
      />
      {props.onPeek !== undefined && single !== undefined ? (
        <button
          type="button"
          className="fw-combo-button"
          tabIndex={-1}
          aria-label={t('peek', { title: single.title })}
          title={t('peek', { title: single.title })}
          onMouseDown={(event) => event.preventDefault()}
          onClick={props.onPeek}
        >
          <Glyph name="eye" />
        </button>
      ) : null}
      {!isRequired && chosen.length > 0 && !props.isCell ? (
        <button
          type="button"
          className="fw-combo-button"
          tabIndex={-1}
          aria-label={t('clear', { label })}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            combo.choose([]);
            input.current?.focus();
          }}
        >
          ×
        </button>
      ) : null}
      <button
        type="button"
        className="fw-combo-button fw-combo-arrow"
        tabIndex={-1}
        aria-label={t('openChoices', { label })}
        aria-controls={id}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => {
          input.current?.focus();
          if (isOpen) combo.close();
          else combo.open();
        }}
      />
      {isOpen ? (
        <ChoicesPopup
          listId={listId}
          label={label}
          anchor={box}
          options={options}
          active={active}
          note={note}
          isMany={isMany}
          onPick={combo.pick}
        />
      ) : null}
    </span>
  );
}

function Chip({ choice, onRemove }: { readonly choice: ColoredChoice; readonly onRemove: () => void }): ReactNode {
  const t = useFormText();
  return (
    <span className="fw-chip" data-color={choice.color}>
      {choice.title}
      <button type="button" aria-label={t('removeChoice', { title: choice.title })} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}
