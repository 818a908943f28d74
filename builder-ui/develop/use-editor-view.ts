import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef, type RefObject } from 'react';

export interface EditorViewRefs<Props> {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly view: RefObject<EditorView | undefined>;
  /** The props of the last render, for extensions that stay the same for an editor's life. */
  readonly latest: RefObject<Props>;
}

/**
 * An editor in a shadow root: there it adds its styles as constructed style sheets, which a strict content security
 * policy allows, while in the page it would have to write style elements, which it does not.
 */
export function useEditorView<Props extends { readonly value: string }>(
  props: Props,
  extensionsFor: (latest: { readonly current: Props }) => Extension,
  { isFocused = false }: { readonly isFocused?: boolean } = {},
): EditorViewRefs<Props> {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const doc = latest.current.value;
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc,
        extensions: extensionsFor(latest),
        ...(isFocused ? { selection: { anchor: doc.length } } : {}),
      }),
    });
    if (isFocused) made.focus();
    view.current = made;
    return () => made.destroy();
  }, [extensionsFor, isFocused]);
  const { value } = props;
  useEffect(() => {
    const present = view.current;
    if (present === undefined || present.state.doc.toString() === value) return;
    present.dispatch({ changes: { from: 0, to: present.state.doc.length, insert: value } });
  }, [value]);
  return { host, view, latest };
}
