import { useCallback, useEffect, useLayoutEffect, useRef, type RefCallback } from 'react';
import { useForm } from './form-context.tsx';
import { pathKey, type ValuePath } from './form-value.ts';

/** How long after the last key the form hears of it. */
export const ECHO_MS = 150;

/** An element that text is typed into. */
export type TextElement = HTMLInputElement | HTMLTextAreaElement;

export interface EchoOptions {
  readonly path: ValuePath;
  /** What stands in the input while nobody types: the form's value. */
  readonly shown: () => string;
  /** What stands in it while somebody does, where that differs: a number without its grouping. */
  readonly edited?: () => string;
  readonly commit: (text: string) => void;
}

/** What an input with local echo does at its events. */
export interface Echo {
  readonly ref: RefCallback<TextElement>;
  readonly onInput: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onCompositionStart: () => void;
  readonly onCompositionEnd: () => void;
  /** Writes a text as if it had been typed. */
  readonly write: (text: string) => void;
}

/**
 * Local echo (SPEC [FORM-6]): what is typed stands in the element itself and React draws nothing for a key. The form
 * hears of it 150 ms after the last key, at blur and at the end of a composition, never during one (a pinyin input
 * would be torn apart). What comes back from the form is not written into an element that somebody has typed in.
 */
export function useLocalEcho(options: EchoOptions): Echo {
  const { store } = useForm();
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });
  const element = useRef<TextElement>(null);
  const typing = useRef({ timer: 0, isComposing: false, isPending: false, isEdited: false, hasFocus: false });
  const key = pathKey(options.path);

  const flush = useCallback(() => {
    const now = typing.current;
    clearTimeout(now.timer);
    if (!now.isPending || element.current === null) return;
    now.isPending = false;
    latest.current.commit(element.current.value);
  }, []);

  const show = useCallback(() => {
    const now = typing.current;
    const { shown, edited = shown } = latest.current;
    const text = now.hasFocus ? edited() : shown();
    if (element.current !== null && element.current.value !== text) element.current.value = text;
  }, []);

  useEffect(() => {
    const buffer = {
      flush,
      isBusy: () => typing.current.isPending || typing.current.isComposing || typing.current.isEdited,
    };
    store.buffers.set(key, buffer);
    return () => {
      // A tab that closes or a row that scrolls away takes nothing typed with it.
      flush();
      if (store.buffers.get(key) === buffer) store.buffers.delete(key);
    };
  }, [store, key, flush]);

  useLayoutEffect(() => {
    if (!typing.current.isEdited && !typing.current.isComposing) show();
  });

  const arm = useCallback(() => {
    const now = typing.current;
    clearTimeout(now.timer);
    now.timer = window.setTimeout(flush, ECHO_MS);
  }, [flush]);

  const onInput = useCallback(() => {
    const now = typing.current;
    now.isPending = true;
    now.isEdited = true;
    if (!now.isComposing) arm();
  }, [arm]);

  return {
    ref: useCallback((node: TextElement | null) => {
      // The node is kept when it goes, for the text that is still in it.
      if (node !== null) element.current = node;
    }, []),
    onInput,
    onFocus: useCallback(() => {
      typing.current.hasFocus = true;
      const { shown, edited } = latest.current;
      // Only what stands there as it is shown is put into the form in which it is typed.
      if (edited === undefined || typing.current.isEdited || element.current?.value !== shown()) return;
      show();
      // Writing has undone the selection that Tab makes; what is typed next replaces the number as everywhere.
      element.current.select();
    }, [show]),
    onBlur: useCallback(() => {
      const now = typing.current;
      now.isComposing = false;
      flush();
      now.hasFocus = false;
      now.isEdited = false;
      show();
      store.leave(latest.current.path);
    }, [flush, show, store]),
    onCompositionStart: useCallback(() => {
      typing.current.isComposing = true;
      clearTimeout(typing.current.timer);
    }, []),
    onCompositionEnd: useCallback(() => {
      typing.current.isComposing = false;
      if (typing.current.isPending) arm();
    }, [arm]),
    write: useCallback(
      (text: string) => {
        if (element.current === null) return;
        element.current.value = text;
        onInput();
      },
      [onInput],
    ),
  };
}
