import { CalendarOutlined, EditOutlined, GiftOutlined, LoginOutlined, RightCircleOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import type { AwardDef } from '../../../schema/template/template-rules.ts';
import { fixedNumber } from './award-edits.ts';
import { startOf, type AwardStart } from './award-starts.ts';
import { awardWords, nameOf } from './award-words.ts';
import { useMistakeCount } from './mistakes-at.tsx';
import { useWording } from './use-award.ts';

const ICONS: Readonly<Record<AwardStart['kind'], ReactNode>> = {
  transition: <RightCircleOutlined />,
  change: <EditOutlined />,
  signIn: <LoginOutlined />,
  manual: <GiftOutlined />,
};

export interface AwardListProps {
  readonly awards: readonly AwardDef[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** The rules of points as cards in words (SPEC [DSG-81]). */
export function AwardList({ awards, chosen, onChoose }: AwardListProps): ReactNode {
  return (
    <ul className="awards">
      {awards.map((award, index) => (
        <AwardCard
          key={award.id}
          award={award}
          path={`/awards/${index}`}
          isChosen={award.id === chosen}
          onChoose={() => onChoose(award.id)}
        />
      ))}
    </ul>
  );
}

function AwardCard({
  award,
  path,
  isChosen,
  onChoose,
}: {
  readonly award: AwardDef;
  readonly path: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const wording = useWording();
  const { text, locale } = wording;
  const mistakes = useMistakeCount(path);
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const words = awardWords(award, wording);
  const start = startOf(award);
  // A formula is a sentence, which bold type makes no easier to read.
  const isPlain = award.amount === undefined || fixedNumber(award.amount) !== undefined;
  const lines = [
    ['when', text('lineWhen'), words.when],
    ['gives', text('lineWho'), words.gives],
    ['caps', text('lineCaps'), words.caps.length === 0 ? [text('noCaps')] : words.caps],
    ['then', text('lineThen'), words.then],
  ] as const;
  return (
    <li ref={place} data-item={award.id} className={isChosen ? 'award is-chosen' : 'award'}>
      <h2>
        <span className={`award-icon is-${start?.kind ?? 'change'}`} aria-hidden="true">
          {start === undefined ? <CalendarOutlined /> : ICONS[start.kind]}
        </span>
        <button type="button" aria-pressed={isChosen} onClick={onChoose}>
          {nameOf(award, locale)}
        </button>
        {mistakes > 0 && <Tag color="error">{text('mistakes', { count: mistakes })}</Tag>}
      </h2>
      <dl>
        {lines.map(([key, label, parts]) => (
          <div key={key} className={isPlain ? `award-line is-${key}` : 'award-line'}>
            <dt>{label}</dt>
            <dd>
              {parts.map((part) => (
                <span key={part}>{part}</span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
