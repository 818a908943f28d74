import { ArrowRightOutlined, DownOutlined, RollbackOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState, type ReactNode } from 'react';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { ModelChange } from '../../../schema/model/changes.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { changeDetails, type ChangeDetail } from './change-details.ts';
import type { TemplatePair } from './change-edits.ts';
import { changeSentence, type ChangeRow, type ModelPair } from './change-sentence.ts';
import { useChangesText, type ChangesText } from './changes-texts.ts';
import { ClassTag } from './class-tag.tsx';
import { placeLink } from './place-link.ts';
import { PlaceAnchor } from './place-anchor.tsx';
import { propertyWords } from './property-words.ts';

/** One change as a sentence, with what it was and will be, and the way back. */
export function ChangeItem({
  row,
  models,
  templates,
  onRevert,
}: {
  readonly row: ChangeRow;
  readonly models: ModelPair;
  readonly templates: TemplatePair;
  /** Without it the change can only be read. */
  readonly onRevert?: OnRevert;
}): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { change, others } = row;
  const sentence = changeSentence(change, models, locale);
  const details = isOpen ? changeDetails(change, templates) : [];
  const place = placeLink(templates.to, change.path, locale);
  return (
    <li className="change-item">
      <div className="change-line">
        <span className="change-sentence">{sentence}</span>
        {others.length > 0 && (
          <Tooltip title={names([...others], locale)}>
            <span className="soft change-others">{text('likewise', { count: others.length })}</span>
          </Tooltip>
        )}
        {change.class !== 'safe' && <ClassTag of={change.class} />}
        <span className="change-actions">
          {HAS_DETAILS.test(change.kind) && (
            <Button
              type="text"
              size="small"
              icon={<DownOutlined rotate={isOpen ? 180 : 0} />}
              aria-expanded={isOpen}
              aria-label={`${text('details')}: ${sentence}`}
              title={text('details')}
              onClick={() => setOpen(!isOpen)}
            />
          )}
          {onRevert !== undefined && (
            <>
              <PlaceAnchor
                place={place}
                className="change-open"
                label={text('openWhat', { name: place.words.join(' › ') })}
              >
                {text('open')}
              </PlaceAnchor>
              <Button
                type="text"
                size="small"
                icon={<RollbackOutlined />}
                aria-label={text('revertWhat', { sentence })}
                onClick={() => onRevert([change, ...others], sentence)}
              >
                {text('revert')}
              </Button>
            </>
          )}
        </span>
      </div>
      {details.map((detail) => (
        <Detail key={detail.key} detail={detail} />
      ))}
    </li>
  );
}

/** Takes changes back that are told in one sentence. */
export type OnRevert = (changes: readonly ModelChange[], sentence: string) => void;

function names(changes: readonly ModelChange[], locale: Locale): string {
  return changes.map(({ entityName, name }) => textIn(entityName ?? name, locale)).join(locale === 'en' ? ', ' : '、');
}

/** What comes or goes as a whole has no before and after; what is read from the books is said in the sentence. */
const HAS_DETAILS = /^(?!balance).*(?:Changed|Set|Dropped|RenamedApi|Widened|Narrowed|formulaAdded|formulaRemoved)$/;

function Detail({ detail }: { readonly detail: ChangeDetail }): ReactNode {
  const text = useChangesText();
  const { locale } = useLanguage();
  return (
    <div className="change-detail">
      <span className="change-key">{propertyWords(detail.key, locale) ?? <code>{detail.key}</code>}</span>
      <span className="change-before">
        <span className="unseen">{text('before')}</span>
        {shown(detail.before, { text, locale })}
      </span>
      <ArrowRightOutlined aria-hidden="true" />
      <span className="change-after">
        <span className="unseen">{text('after')}</span>
        {shown(detail.after, { text, locale })}
      </span>
    </div>
  );
}

const LONG = 400;

/** A value of a template as a person reads it: texts in all their languages, expressions as they are. */
export function shown(
  value: unknown,
  { text, locale }: { readonly text: ChangesText; readonly locale: Locale },
): string {
  if (value === undefined || value === null || value === '') return text('nothing');
  if (typeof value === 'boolean') return text(value ? 'yes' : 'no');
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ') || text('nothing');
  if (isRecord(value)) {
    const entries = Object.entries(value);
    const isText = entries.every(([key, one]) => /^[a-z]{2,3}(?:-\w+)*$/.test(key) && typeof one === 'string');
    const texts = Object.fromEntries(entries.flatMap(([key, one]) => (typeof one === 'string' ? [[key, one]] : [])));
    if (isText) return [...new Set([textIn(texts, locale), ...Object.values(texts)])].join(' / ');
  }
  const json = JSON.stringify(value);
  return json.length > LONG ? `${json.slice(0, LONG)}…` : json;
}
