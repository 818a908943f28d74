import { EditorView } from '@codemirror/view';
import type { Extension } from '@codemirror/state';

/**
 * Typing over a selection is done here and not by the browser, which would keep the old text's looks in a style
 * attribute that the content security policy reports. What is selected is asked of the page: the editor hears of
 * a new selection only later, so that what is selected and typed over at once is not yet in its state.
 */
export const typingOverSelection: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType } = event;
    if (inputType !== 'insertText' || data === null || view.composing) return false;
    const { from, to } = replacedBy(view);
    if (from === to) return false;
    const insert = () =>
      view.state.update({
        changes: { from, to, insert: data },
        selection: { anchor: from + data.length },
        userEvent: 'input.type',
        scrollIntoView: true,
      });
    const isHandled = view.state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, from, to, data, insert));
    if (!isHandled) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/**
 * The offsets, in characters of the document, of what typing is going to replace. Target ranges of the event are empty
 * in a shadow root, where the page's own selection does not reach either: its root is asked first.
 */
function replacedBy(view: EditorView): { readonly from: number; readonly to: number } {
  const root: DocumentOrShadowRoot & { getSelection?: () => Selection | null } = view.root;
  const selection = root.getSelection?.();
  if (!selection?.anchorNode || !selection.focusNode || !view.contentDOM.contains(selection.anchorNode))
    return view.state.selection.main;
  const anchor = view.posAtDOM(selection.anchorNode, selection.anchorOffset);
  const head = view.posAtDOM(selection.focusNode, selection.focusOffset);
  return { from: Math.min(anchor, head), to: Math.max(anchor, head) };
}
