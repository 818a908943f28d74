import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useForm } from '../form-context.tsx';
import { CHOICES_SHOWN } from '../form-sources.ts';
import { useFormText, type FormText } from '../form-texts.ts';
import type { ValuePath } from '../form-value.ts';
import type { Option } from './choices-popup.tsx';
import { comboKey } from './combo-keys.ts';
import { useChoices, type ColoredChoice, type Find, type Found } from './use-choices.ts';

/** What a combobox chooses from and what is chosen. */
export interface Choosing {
  readonly path: ValuePath;
  readonly chosen: readonly ColoredChoice[];
  readonly isMany: boolean;
  readonly find: Find;
  readonly onChoose: (chosen: readonly ColoredChoice[]) => void;
  /** Makes what was sought and is not there; gives the field what came of it. */
  readonly onCreate?: ((text: string) => void) | undefined;
  /** Shows what is chosen beside the form. */
  readonly onPeek?: (() => void) | undefined;
}

/** What a combobox knows and does; the text in its input is the input's own. */
export function useCombo(choosing: Choosing, input: RefObject<HTMLInputElement | null>) {
  const { chosen, isMany, find, onCreate, onPeek } = choosing;
  const t = useFormText();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [moved, setMoved] = useState<number>();
  const isComposing = useRef(false);
  const isPicking = useRef(false);
  const { choices, status, isFresh } = useChoices(find, { text, isOpen, limit: CHOICES_SHOWN });
  const options = [
    ...choices.map((choice): Option => ({ ...choice, isChosen: chosen.some(({ id }) => id === choice.id) })),
    ...(onCreate === undefined || !isFresh ? [] : [newOption(text, t)]),
  ];
  // What is chosen is the first to be active; of what was sought, the likeliest.
  const here = options.findIndex(({ isChosen }) => isChosen);
  const active = moved ?? (text === '' && here > 0 ? here : 0);
  const restore = useRestore(isMany ? '' : (chosen[0]?.title ?? ''), { isOpen, input });

  const close = useCallback(() => {
    isPicking.current = false;
    setOpen(false);
    setText('');
    setMoved(undefined);
  }, []);
  const open = (): void => setOpen(true);
  const { choose, remove, take } = useChosen(choosing);
  const pick = (option: Option): void => {
    if (option.isNew === true) {
      close();
      onCreate?.(text.trim());
      return;
    }
    take(option);
    if (input.current !== null) input.current.value = isMany ? '' : option.title;
    if (isMany) setText('');
    else close();
  };
  // Who types fast presses Enter before the list has come: its first is then chosen as soon as it has.
  useEffect(() => {
    if (!isFresh || !isPicking.current) return;
    isPicking.current = false;
    const [first] = options;
    if (first !== undefined && first.isNew !== true) pick(first);
  });
  const typed = (): void => {
    if (isComposing.current) return;
    setText(input.current?.value ?? '');
    setMoved(undefined);
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (isComposing.current) return;
    if (event.altKey && event.key === 'Enter' && onPeek !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      onPeek();
      return;
    }
    const action = comboKey(event, { isOpen, active, count: options.length });
    const option = options[active];
    if (action === 'open') open();
    else if (action === 'close') close();
    else if (typeof action === 'number') setMoved(action);
    else if (action === 'pick' && !isFresh) isPicking.current = true;
    else if (action === 'pick' && option !== undefined) pick(option);
    else if (isMany && event.key === 'Backspace' && event.currentTarget.value === '') remove(chosen.at(-1));
  };
  const events = {
    onInput: typed,
    onKeyDown,
    onClick: (event: { readonly altKey: boolean }) => {
      if (event.altKey && onPeek !== undefined) onPeek();
      else if (!isOpen) open();
    },
    onFocus: () => input.current?.select(),
    onCompositionStart: () => {
      isComposing.current = true;
    },
    onCompositionEnd: () => {
      isComposing.current = false;
      typed();
    },
    onBlur: () => {
      isComposing.current = false;
      // Emptied by hand: nothing is chosen any more. Anything else that was typed was a search.
      if (!isMany && input.current?.value === '' && chosen.length > 0) choose([]);
      else restore();
      close();
    },
  };
  return {
    isOpen,
    options,
    active,
    note: noteOf({ status, text, count: choices.length, t }),
    close,
    open,
    pick,
    remove,
    choose,
    events,
  };
}

/** The last of the list: what was sought, to be made. */
function newOption(text: string, t: FormText): Option {
  const name = text.trim();
  return {
    id: '$new',
    title: name === '' ? t('createNew') : t('createNamed', { text: name }),
    isChosen: false,
    isNew: true,
  };
}

/** Puts what is chosen back into the input whenever nothing is sought. */
function useRestore(
  title: string,
  { isOpen, input }: { readonly isOpen: boolean; readonly input: RefObject<HTMLInputElement | null> },
) {
  const restore = useCallback(() => {
    if (input.current !== null && input.current.value !== title) input.current.value = title;
  }, [input, title]);
  useEffect(() => {
    if (!isOpen) restore();
  }, [isOpen, restore]);
  return restore;
}

function useChosen({ path, chosen, isMany, onChoose }: Choosing) {
  const { store } = useForm();
  const choose = (next: readonly ColoredChoice[]): void => {
    onChoose(next);
    store.leave(path);
  };
  const remove = (one: ColoredChoice | undefined): void => {
    if (one !== undefined) choose(chosen.filter(({ id }) => id !== one.id));
  };
  const take = ({ isChosen, ...choice }: Option): void => {
    if (!isMany) choose([choice]);
    else if (isChosen) remove(choice);
    else choose([...chosen, choice]);
  };
  return { choose, remove, take };
}

interface Noting {
  readonly status: Found['status'];
  readonly text: string;
  readonly count: number;
  readonly t: FormText;
}

/** Why there is nothing in the list. */
function noteOf({ status, text, count, t }: Noting): string | undefined {
  if (status === 'failed') return t('searchFailed');
  if (count > 0) return undefined;
  if (status === 'searching') return t('searching');
  return text === '' ? t('nothingThere') : t('nothingFound', { text });
}
