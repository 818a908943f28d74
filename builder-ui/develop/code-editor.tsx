import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { graphql as graphqlMode, updateSchema } from 'cm6-graphql';
import type { GraphQLSchema } from 'graphql';
import { useEffect, useRef, type ReactNode } from 'react';
import { editorTheme } from './editor-theme.ts';
import { typingOverSelection } from './typing-over-selection.ts';

export interface CodeEditorProps {
  readonly language: 'graphql' | 'json';
  readonly value: string;
  readonly label: string;
  /** Without it the text can only be read and copied. */
  readonly onChange?: (value: string) => void;
  /** What to complete and check a GraphQL document against. */
  readonly schema?: GraphQLSchema;
  /** Ctrl-Enter or Cmd-Enter, with the text as it is now: the page may not have drawn the last key yet. */
  readonly onRun?: (value: string) => void;
}

/**
 * An editor in a shadow root: there it adds its styles as constructed style sheets, which a strict content security
 * policy allows, while in the page it would have to write style elements, which it does not.
 */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  const { value, schema } = props;
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
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: latest.current.value, extensions: extensionsFor(latest) }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    const present = view.current;
    if (present === undefined || present.state.doc.toString() === value) return;
    present.dispatch({ changes: { from: 0, to: present.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    if (view.current !== undefined && schema !== undefined) updateSchema(view.current, schema);
  }, [schema]);
  return <div className="code-editor" ref={host} />;
}

/** What stays the same for an editor's life; what changes is read from the latest props when it is needed. */
function extensionsFor(latest: { readonly current: CodeEditorProps }): Extension {
  const { language, label, onChange, schema } = latest.current;
  const run = ({ state }: EditorView): boolean => {
    latest.current.onRun?.(state.doc.toString());
    return latest.current.onRun !== undefined;
  };
  const reading: Extension = [
    lineNumbers(),
    foldGutter(),
    drawSelection(),
    bracketMatching(),
    keymap.of([...defaultKeymap, ...foldKeymap]),
    editorTheme,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    language === 'graphql' ? graphqlMode(schema) : json(),
  ];
  if (onChange === undefined) return [reading, EditorState.readOnly.of(true), EditorView.lineWrapping];
  return [
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
    history(),
    typingOverSelection,
    closeBrackets(),
    autocompletion(),
    indentOnInput(),
    highlightActiveLine(),
    keymap.of([...closeBracketsKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
    }),
    reading,
  ];
}
