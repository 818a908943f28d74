import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { MarkedText } from './marked-text.tsx';

const shown = (text: string): string => renderToStaticMarkup(createElement(MarkedText, { text }));

it('[FORM-27] marks are drawn, markup is shown as it is written, and only addresses of the web are links', () => {
  expect(shown('**Now** or *later*')).toContain('<strong>Now</strong> or <em>later</em>');
  expect(shown('- one\n- two')).toContain('<li>one</li><li>two</li>');
  expect(shown('<img src=x onerror=alert(1)>')).not.toContain('<img');
  expect(shown('[here](https://example.com/a)')).toContain('href="https://example.com/a"');
  for (const address of ['javascript:alert(1)', 'data:text/html,x', '//example.com', 'mailto:a@b.example'])
    expect(shown(`[here](${address})`)).not.toContain('<a');
});
