import { StreamLanguage } from '@codemirror/language';

const CALL = /^[A-Za-z_]\w*(?=\s*\()/;
const NAME = /^[A-Za-z_]\w*/;

/** The colours of an expression's text. What it means is `compileExpr`'s to say, so words are enough here. */
export const celLanguage = StreamLanguage.define<{ isMember: boolean }>({
  name: 'cel',
  startState: () => ({ isMember: false }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    const wasMember = state.isMember;
    state.isMember = false;
    if (stream.match(/^"(?:\\.|[^"\\])*"?/) !== null || stream.match(/^'(?:\\.|[^'\\])*'?/) !== null) return 'string';
    if (stream.match(/^\d+(?:\.\d+)?/) !== null) return 'number';
    if (stream.match(/^(?:true|false|null)\b/) !== null) return 'atom';
    if (stream.match(/^in\b/) !== null) return 'keyword';
    if (stream.match(CALL) !== null) return 'typeName';
    if (stream.match(NAME) !== null) return wasMember ? 'propertyName' : 'variableName';
    state.isMember = stream.next() === '.';
    return 'punctuation';
  },
});
