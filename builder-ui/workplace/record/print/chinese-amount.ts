const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

/**
 * An amount of money as Chinese documents write it in words, so that no digit can be added: 壹仟零伍元叁角整.
 * `undefined` for what has more than two decimals, or sixteen digits before the point.
 */
export function chineseAmount(text: string): string | undefined {
  const match = /^(-?)0*(\d{1,16}?)(?:\.(\d{1,2}?)0*)?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const [jiao = 0, fen = 0] = [...fraction].map(Number);
  const yuan = wholeText(whole);
  const cents = `${jiao > 0 ? `${DIGITS[jiao] ?? ''}角` : yuan !== '' && fen > 0 ? '零' : ''}${fen > 0 ? `${DIGITS[fen] ?? ''}分` : ''}`;
  if (yuan === '' && cents === '') return '零元整';
  return `${sign === '' ? '' : '负'}${yuan === '' ? '' : `${yuan}元`}${cents}${fen === 0 ? '整' : ''}`;
}

function wholeText(whole: string): string {
  const digits = whole.replace(/^0+/, '');
  let said = '';
  let isZeroDue = false;
  for (let end = digits.length, group = 0; end > 0; end -= 4, group += 1) {
    const part = digits.slice(Math.max(0, end - 4), end);
    const text = groupText(part);
    if (text !== '')
      said = `${text}${GROUPS[group] ?? ''}${isZeroDue && said !== '' && !said.startsWith('零') ? '零' : ''}${said}`;
    // A group that has nothing in its thousands is joined by one zero.
    isZeroDue = part.startsWith('0') && end > 4;
    if (text !== '' && isZeroDue) said = `零${said}`;
  }
  return said.replace(/^零+/, '').replaceAll(/零+/g, '零');
}

function groupText(part: string): string {
  let text = '';
  let isZeroDue = false;
  for (const [index, letter] of [...part].entries()) {
    const digit = Number(letter);
    if (digit === 0) {
      isZeroDue = text !== '';
      continue;
    }
    text += `${isZeroDue ? '零' : ''}${DIGITS[digit] ?? ''}${PLACES[part.length - 1 - index] ?? ''}`;
    isZeroDue = false;
  }
  return text;
}
