import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { graphql as graphqlMode, updateSchema } from 'cm6-graphql';
import type { GraphQLSchema } from 'graphql';
import { useEffect, type ReactNode } from 'react';
import { editorTheme } from './editor-theme.ts';
import { typingOverSelection } from './typing-over-selection.ts';
import { useEditorView } from './use-editor-view.ts';

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

/** Code with its highlighting, completion and mistakes. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  const { schema } = props;
  const { host, view } = useEditorView(props, extensionsFor);
  useEffect(() => {
    if (view.current !== undefined && schema !== undefined) updateSchema(view.current, schema);
  }, [schema, view]);
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
