import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { linter, type Diagnostic } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { useImperativeHandle, type ReactNode, type Ref } from 'react';
import { renderIssue } from '../../../schema/core/issues.ts';
import type { Locale } from '../../../schema/core/text.ts';
import { completionsAt } from '../../../schema/expr/completion.ts';
import { typingOverSelection } from '../../develop/typing-over-selection.ts';
import { editorTheme } from '../../develop/editor-theme.ts';
import { useEditorView } from '../../develop/use-editor-view.ts';
import { celLanguage } from './cel-language.ts';
import type { ExpressionContext } from './use-expression.ts';

/** What others may do with the editor. */
export interface FormulaEditorHandle {
  /** Puts a text at the cursor, in place of what is selected. */
  readonly insert: (text: string) => void;
}

export interface FormulaEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly context: ExpressionContext;
  readonly label: string;
  readonly locale: Locale;
  /** Ctrl-Enter or Cmd-Enter. */
  readonly onApply: () => void;
  readonly hint: string;
  readonly ref?: Ref<FormulaEditorHandle>;
}

/**
 * The text of an expression, with completion by id and by label, and mistakes underlined while one types. It stands
 * in a shadow root, where its styles are constructed style sheets, which the content security policy allows.
 */
export function FormulaEditor(props: FormulaEditorProps): ReactNode {
  const { host, view } = useEditorView(props, extensionsFor, { isFocused: true });
  useImperativeHandle(props.ref, () => ({
    insert: (text) => {
      const present = view.current;
      if (present === undefined) return;
      present.dispatch(present.state.replaceSelection(text));
      present.focus();
    },
  }));
  return <div className="formula-editor" ref={host} />;
}

type Latest = { readonly current: FormulaEditorProps };

function extensionsFor(latest: Latest): Extension {
  const apply = (): boolean => {
    latest.current.onApply();
    return true;
  };
  return [
    keymap.of([
      { key: 'Mod-Enter', run: apply },
      { key: 'Tab', run: acceptCompletion },
    ]),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    typingOverSelection,
    autocompletion({ override: [(context) => complete(context, latest.current)] }),
    linter(({ state }) => mistakes(state.doc.toString(), latest.current), { delay: 200 }),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
    celLanguage,
    editorTheme,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': latest.current.label }),
    placeholder(latest.current.hint),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest.current.onChange(update.state.doc.toString());
    }),
  ];
}

const KINDS = { variable: 'variable', field: 'property', function: 'function', keyword: 'keyword', table: 'class' };

function complete(at: CompletionContext, { context, locale }: FormulaEditorProps): CompletionResult | null {
  const source = at.state.doc.toString();
  const { from, to, items } = completionsAt(source, at.pos, { scope: context.scope, locale });
  const isAfterPoint = source.charAt(from - 1) === '.';
  if (items.length === 0 || (!at.explicit && from === at.pos && !isAfterPoint)) return null;
  const options = items.map(({ kind, insert, detail, doc }): Completion => ({
    label: insert,
    detail: doc === '' ? detail : `${detail} · ${doc}`,
    type: KINDS[kind],
    ...(kind === 'function' ? { apply: `${insert}()` } : {}),
  }));
  return { from, to, options, validFor: /^\w*$/ };
}

/** What `compileExpr` finds, where it found it. An empty text is no mistake yet. */
function mistakes(source: string, { context, locale }: FormulaEditorProps): readonly Diagnostic[] {
  if (source.trim() === '') return [];
  return context.read(source).issues.map((found) => {
    const { message, cure } = renderIssue(found, locale);
    const { from, to } = found.params;
    return {
      from: typeof from === 'number' ? Math.min(from, source.length) : 0,
      to: typeof to === 'number' ? Math.min(to, source.length) : source.length,
      severity: 'error',
      message: `${message} ${cure}`,
    };
  });
}
