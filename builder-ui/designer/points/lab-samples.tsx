import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { isRecord } from '../../../schema/template/item-key.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { pointsText, type LabAnswer } from './lab-figures.ts';
import { cutWord } from './lab-tables.tsx';
import { useLabText } from './lab-texts.ts';

type Sample = LabAnswer['samples'][number];

/** Some entries as the draft would make them, each with why. */
export function Samples({
  samples,
  capOf,
}: {
  readonly samples: readonly Sample[];
  readonly capOf: (rule: string, cap: string) => string | undefined;
}): ReactNode {
  return (
    <ul className="lab-samples">
      {samples.map((sample, index) => (
        // The same rule can give the same person the same again.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <OneSample sample={sample} cap={sample.cutBy === null ? undefined : capOf(sample.rule, sample.cutBy)} />
        </li>
      ))}
    </ul>
  );
}

function OneSample({ sample, cap }: { readonly sample: Sample; readonly cap: string | undefined }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const granted = pointsText(sample.granted, locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(sample.at));
  return (
    <>
      <p>
        <strong>{sample.person.name}</strong> <span className="lab-same">{day}</span> <Tag>{sample.label}</Tag>
        {sample.cutBy === null ? (
          <span className="lab-more">{text('wasGranted', { granted })}</span>
        ) : (
          <span className="lab-less">
            {text('wasCut', {
              asked: pointsText(sample.asked, locale),
              granted,
              by: cutWord(sample.cutBy, cap, text),
            })}
          </span>
        )}
      </p>
      {sample.text !== null && <p>{sample.text}</p>}
      <details>
        <summary>{text('reasons')}</summary>
        <Parts title={text('condition')} parts={sample.condition} />
        <Parts title={text('amountParts')} parts={sample.amount} />
      </details>
    </>
  );
}

function wordsIn(says: unknown): string {
  return typeof says === 'string' ? says : '';
}

/** Parts of an expression, each a step deeper than what it belongs to. */
function Parts({ title, parts }: { readonly title: string; readonly parts: unknown }): ReactNode {
  const text = useLabText();
  const list = Array.isArray(parts) ? parts.filter(isRecord) : [];
  if (list.length === 0) return null;
  const valueOf = (value: unknown): string => {
    if (value === null || value === undefined) return text('empty');
    if (value === 'true' || value === 'false') return text(value === 'true' ? 'yes' : 'no');
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  return (
    <>
      <h4>{title}</h4>
      <ul className="lab-parts">
        {list.map((part, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={`is-depth-${Math.min(Number(part['depth'] ?? 0), 5)}`}>
            <span>{wordsIn(part['says'])}</span> <strong>{valueOf(part['value'])}</strong>
          </li>
        ))}
      </ul>
    </>
  );
}
