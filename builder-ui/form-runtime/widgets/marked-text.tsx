import type { ReactNode } from 'react';

/** Shows text with marks as React elements: headings, lists, bold, italic and links of the web. HTML in it is shown as it is written. */
export function MarkedText({ text }: { readonly text: string }): ReactNode {
  return text.split(/\n{2,}/).map((block, index) => <Block key={index} lines={block.split('\n')} />);
}

function Block({ lines }: { readonly lines: readonly string[] }): ReactNode {
  const [first = ''] = lines;
  const heading = /^#{1,3}\s+(.*)$/.exec(first);
  if (heading !== null) {
    const rest = lines.slice(1);
    return (
      <>
        <p className="fw-marked-heading">{inline(heading[1] ?? '')}</p>
        {rest.length === 0 ? null : <Block lines={rest} />}
      </>
    );
  }
  if (lines.every((line) => /^[-*]\s+/.test(line))) {
    return (
      <ul className="fw-marked-list">
        {lines.map((line, index) => (
          <li key={index}>{inline(line.replace(/^[-*]\s+/, ''))}</li>
        ))}
      </ul>
    );
  }
  return <p className="fw-marked-lines">{inline(lines.join('\n'))}</p>;
}

function inline(text: string): readonly ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|\[[^\]]+\]\(https?:\/\/[^\s)]+\))/).map((piece, index) => {
    const link = /^\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)$/.exec(piece);
    if (link !== null)
      return (
        <a key={index} href={link[2]} target="_blank" rel="noopener noreferrer">
          {link[1]}
        </a>
      );
    if (piece.startsWith('**')) return <strong key={index}>{piece.slice(2, -2)}</strong>;
    return piece.startsWith('*') && piece.length > 2 ? <em key={index}>{piece.slice(1, -1)}</em> : piece;
  });
}
