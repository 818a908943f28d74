import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { renderIssue } from '../../../schema/core/issues.ts';
import { textIn, type Text } from '../../../schema/core/text.ts';
import { conflictIssue } from '../../../schema/model/conflict-issue.ts';
import type { MergeConflict } from '../../../schema/model/merge.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { placeWords } from '../changes/place-words.ts';
import { toldIssue } from '../changes/told-issue.ts';
import { useMapText } from '../map/map-texts.ts';
import type { PackPreview, PackSection } from './pack-preview.ts';
import { usePackText } from './pack-texts.ts';

/** Of these, how many there are says enough. */
const UNNAMED: ReadonlySet<PackSection> = new Set(['records', 'views', 'tests', 'postings']);

/** What packs would add to the draft, what is called alike, and what has to be settled. */
export function PackContents({ preview }: { readonly preview: PackPreview }): ReactNode {
  const text = usePackText();
  const mapText = useMapText();
  const { locale } = useLanguage();
  const named = (item: { readonly id: string; readonly label?: Text }): string => textIn(item.label, locale) || item.id;
  const { entities, others, extended, roles, clashes, conflicts, issues, after } = preview;
  const conflictWords = (conflict: MergeConflict): string => {
    const found = conflictIssue(conflict);
    const place = placeWords(after, conflict.path, locale);
    return renderIssue({ ...found, params: { ...found.params, place } }, locale).message;
  };
  return (
    <>
      {clashes.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={text('clash', { names: clashes.map(named).join(text('comma')) })}
          description={text('clashHint')}
        />
      )}
      {entities.length > 0 && (
        <div className="pack-part">
          <h3>{text('newObjects')}</h3>
          <ul className="pack-objects">
            {entities.map((entity) => (
              <li key={entity.id} className={`is-${entity.kind}`}>
                <strong>{named(entity)}</strong>
                <small>{mapText('fieldCount', { count: entity.fields.length })}</small>
              </li>
            ))}
          </ul>
        </div>
      )}
      {(extended.length > 0 || roles.length > 0) && (
        <div className="pack-part">
          <h3>{text('extended')}</h3>
          <ul>
            {extended.map(({ entity, fields }) => (
              <li key={entity.id}>
                {text('extendedFields', { name: named(entity), fields: fields.map(named).join(text('comma')) })}
              </li>
            ))}
            {roles.map((role) => (
              <li key={role.id}>{text('moreRights', { name: named(role) })}</li>
            ))}
          </ul>
        </div>
      )}
      {others.length > 0 && (
        <div className="pack-part">
          <h3>{text('besides')}</h3>
          <dl className="pack-others">
            {others.map(({ section, items }) => (
              <div key={section}>
                <dt>{text(section, { count: items.length })}</dt>
                {UNNAMED.has(section) ? null : <dd>{items.map(named).join(text('comma'))}</dd>}
              </div>
            ))}
          </dl>
        </div>
      )}
      {conflicts.length > 0 && (
        <div className="pack-part">
          <h3>{text('kept')}</h3>
          <ul>
            {conflicts.map((conflict) => (
              <li key={conflict.path.join('/')}>{conflictWords(conflict)}</li>
            ))}
          </ul>
        </div>
      )}
      {issues.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={text('mistakes', { count: issues.length })}
          description={
            <>
              <p>{text('mistakesHint')}</p>
              <ul>
                {issues.map((one) => (
                  <li key={`${one.code} ${one.path}`}>{toldIssue(one, { template: after, locale }).message}</li>
                ))}
              </ul>
            </>
          }
        />
      )}
    </>
  );
}

interface Refusal {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly cure: string;
}

/** Why packs can't be put together, and what to do. */
export function PackRefused({ issues }: { readonly issues: readonly Refusal[] }): ReactNode {
  return (
    <ul className="pack-refused" role="alert">
      {issues.map((issue) => (
        <li key={`${issue.code} ${issue.path}`}>
          {issue.message} {issue.cure}
        </li>
      ))}
    </ul>
  );
}
