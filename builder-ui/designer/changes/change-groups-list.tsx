import type { ReactNode } from 'react';
import { CHANGE_CLASSES, type ModelChange } from '../../../schema/model/changes.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import type { TemplatePair } from './change-edits.ts';
import { groupChanges, type ChangeGroup, type GroupArea } from './change-groups.ts';
import { ChangeItem, type OnRevert } from './change-item.tsx';
import { rowsOf, type ModelPair } from './change-sentence.ts';
import { useChangesText } from './changes-texts.ts';
import { ClassTag } from './class-tag.tsx';

const AREA_TEXTS = {
  entity: 'areaOther',
  roles: 'areaRoles',
  ledgers: 'areaLedgers',
  points: 'areaPoints',
  automations: 'areaAutomations',
  views: 'areaViews',
  tests: 'areaTests',
  other: 'areaOther',
} as const satisfies Readonly<Record<GroupArea, string>>;

/** Changes in sentences, those of one object together. */
export function ChangeGroupsList({
  changes,
  models,
  templates,
  onRevert,
}: {
  readonly changes: readonly ModelChange[];
  readonly models: ModelPair;
  readonly templates: TemplatePair;
  readonly onRevert?: OnRevert;
}): ReactNode {
  const { locale } = useLanguage();
  const groups = groupChanges(changes, { base: templates.from, draft: templates.to }, locale);
  return (
    <div className="change-groups">
      {groups.map((group) => (
        <Group
          key={group.key}
          group={group}
          models={models}
          templates={templates}
          {...(onRevert === undefined ? {} : { onRevert })}
        />
      ))}
    </div>
  );
}

function Group({
  group,
  models,
  templates,
  onRevert,
}: {
  readonly group: ChangeGroup;
  readonly models: ModelPair;
  readonly templates: TemplatePair;
  readonly onRevert?: OnRevert;
}): ReactNode {
  const text = useChangesText();
  const id = `changes-${group.key.replaceAll(/\W/g, '')}`;
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{group.name === '' ? text(AREA_TEXTS[group.area]) : group.name}</h2>
        <span className="soft">{text('groupCount', { count: group.changes.length })}</span>
      </header>
      <ul className="change-list">
        {rowsOf(group.changes).map((row) => (
          <ChangeItem
            key={`${row.change.kind} ${row.change.path} ${row.change.item ?? ''}`}
            row={row}
            models={models}
            templates={templates}
            {...(onRevert === undefined ? {} : { onRevert })}
          />
        ))}
      </ul>
    </section>
  );
}

/** How many changes there are of each class, the gravest first. */
export function ClassCounts({ changes }: { readonly changes: readonly ModelChange[] }): ReactNode {
  return (
    <div className="class-counts">
      {CHANGE_CLASSES.toReversed().map((of) => {
        const count = changes.filter((change) => change.class === of).length;
        return count === 0 ? null : <ClassTag key={of} of={of} count={count} />;
      })}
    </div>
  );
}
