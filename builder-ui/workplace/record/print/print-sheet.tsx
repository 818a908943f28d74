import type { ReactNode } from 'react';
import { shownMoment } from '../../../form-runtime/moment-text.ts';
import type { Reading } from '../../list/cell.tsx';
import { sheetText, type SheetBlock, type SheetLanguage, type SheetTable } from './print-plan.ts';
import { SHEET_TEXTS } from './print-texts.ts';

/** What stands around the blocks of a document. */
export interface SheetHead {
  readonly company: string;
  readonly title: string;
  readonly number: string;
  readonly state: string | undefined;
  readonly maker: string;
  readonly printer: string;
}

interface PrintSheetProps {
  readonly head: SheetHead;
  readonly blocks: readonly SheetBlock[];
  readonly language: SheetLanguage;
  readonly reading: Reading;
  readonly paper: string;
  readonly hasSignatures: boolean;
  readonly label: string;
}

/** A record as a business document on paper; the same on the screen (SPEC [WRK-53]). */
export function PrintSheet(props: PrintSheetProps): ReactNode {
  const { head, blocks, language, reading, paper, hasSignatures, label } = props;
  const word = (key: keyof typeof SHEET_TEXTS): string => sheetText(SHEET_TEXTS[key], language);
  const now = shownMoment(new Date().toISOString(), reading.locale, reading.timeZone);
  return (
    <article className="sheet" data-paper={paper} aria-label={label} lang={language === 'en' ? 'en' : 'zh-CN'}>
      <header className="sheet-head">
        <div>
          <p className="sheet-company">{head.company}</p>
          <h2>{head.title}</h2>
        </div>
        <dl>
          <div>
            <dt>{word('number')}</dt>
            <dd>{head.number}</dd>
          </div>
          {head.state !== undefined && (
            <div>
              <dt>{word('state')}</dt>
              <dd>{head.state}</dd>
            </div>
          )}
        </dl>
      </header>
      {blocks.map((block, index) => (
        <Block key={index} block={block} {...{ language }} />
      ))}
      {hasSignatures && (
        <div className="sheet-signs">
          <p>
            <span>{word('preparedBy')}</span>
            <span>{head.maker}</span>
          </p>
          <p>
            <span>{word('approvedBy')}</span>
            <span />
          </p>
          <p>
            <span>{word('receivedBy')}</span>
            <span />
          </p>
        </div>
      )}
      <footer className="sheet-foot">
        {head.company} · {head.number} · {word('printed')} {head.printer} {now}
      </footer>
    </article>
  );
}

function Block({ block, language }: { readonly block: SheetBlock; readonly language: SheetLanguage }): ReactNode {
  switch (block.kind) {
    case 'title':
      return <h3>{block.text}</h3>;
    case 'text':
      return <p className="sheet-text">{block.text}</p>;
    case 'fields':
      return (
        <dl className="sheet-fields">
          {block.items.map(({ label, value, isWide }, index) => (
            <div key={index} className={isWide ? 'is-wide' : ''}>
              <dt>{label}</dt>
              <dd>{value === '' ? '—' : value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'totals':
      return (
        <dl className="sheet-totals">
          {block.items.map(({ label, value }, index) => (
            <div key={index}>
              <dt>{label}</dt>
              <dd>{value === '' ? '—' : value}</dd>
            </div>
          ))}
          {block.inWords !== undefined && (
            <div className="sheet-words">
              <dt>{sheetText(SHEET_TEXTS.inWords, language)}</dt>
              <dd>{block.inWords}</dd>
            </div>
          )}
        </dl>
      );
    case 'table':
      return <Table table={block} language={language} />;
  }
}

function Table({ table, language }: { readonly table: SheetTable; readonly language: SheetLanguage }): ReactNode {
  const { label, columns, rows, sums } = table;
  const side = (index: number): string => (columns[index]?.isNumber === true ? 'is-number' : '');
  return (
    <table aria-label={label}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th key={index} scope="col" className={side(index)}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((value, place) => (
              <td key={place} className={side(place)}>
                {value}
              </td>
            ))}
          </tr>
        ))}
        {sums !== undefined && (
          <tr className="sheet-sum">
            {sums.map((sum, place) => (
              <td key={place} className={side(place)}>
                {place === 1 && sum === '' ? sheetText(SHEET_TEXTS.sum, language) : sum}
              </td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  );
}
