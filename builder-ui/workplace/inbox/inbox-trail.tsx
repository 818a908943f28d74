import type { ReactNode } from 'react';
import { shownMoment } from '../../form-runtime/moment-text.ts';
import type { Reading } from '../list/cell.tsx';
import { PersonMark } from '../people/person-mark.tsx';
import type { InboxItem, ItemTask } from './inbox-items.ts';
import type { InboxText } from './inbox-texts.ts';
import './trail.css';

interface TrailProps {
  readonly item: InboxItem;
  readonly reading: Reading;
  readonly text: InboxText;
}

/** Who asked, who decided what, who is still to decide: from the top down, as it happens. */
export function InboxTrail({ item, reading, text }: TrailProps): ReactNode {
  const { askedBy, askedAt, steps, tasks, step } = item;
  const groups = steps.length === 0 ? [{ index: 0, own: tasks, head: '' }] : groupsOf(item, text);
  return (
    <section className="inbox-part">
      <h3>{text('trail')}</h3>
      <ol className="trail">
        <li className="trail-point is-done">
          <PersonMark name={askedBy?.name ?? ''} size="small" />
          <div>
            <strong>{askedBy?.name ?? text('someone')}</strong> {text('asked')}
            <time dateTime={askedAt}>{shownMoment(askedAt, reading.locale, reading.timeZone)}</time>
          </div>
        </li>
        {groups.map(({ index, own, head }) => (
          <li key={index} className={`trail-step${index > step ? ' is-later' : ''}`}>
            {head !== '' && <div className="trail-head">{head}</div>}
            <ol>
              {own.map((task) => (
                <TrailTask key={task.id} task={task} reading={reading} text={text} />
              ))}
            </ol>
          </li>
        ))}
        {item.state !== 'PENDING' && (
          <li className={`trail-end is-${item.state.toLowerCase()}`}>{text(`state_${item.state}`)}</li>
        )}
      </ol>
    </section>
  );
}

function groupsOf({ steps, tasks }: InboxItem, text: InboxText) {
  return steps.map(({ mode, roles }, index) => ({
    index,
    own: tasks.filter((task) => task.step === index),
    head: [roles.join(' / '), mode === undefined ? '' : text(`mode_${mode}`)].filter((part) => part !== '').join(' · '),
  }));
}

const MARKS: Readonly<Partial<Record<ItemTask['state'], string>>> = {
  APPROVED: 'is-done',
  REJECTED: 'is-bad',
  SENT_BACK: 'is-bad',
  OPEN: 'is-now',
};

function TrailTask({
  task,
  reading,
  text,
}: {
  readonly task: ItemTask;
  readonly reading: Reading;
  readonly text: InboxText;
}): ReactNode {
  const { locale, timeZone } = reading;
  const who = task.decidedBy ?? task.person;
  const instead = task.decidedBy !== undefined && task.person !== undefined && task.decidedBy.id !== task.person.id;
  const from = instead ? task.person : task.delegatedFrom;
  return (
    <li className={`trail-point ${MARKS[task.state] ?? 'is-quiet'}`}>
      <PersonMark name={who?.name ?? ''} size="small" />
      <div>
        <strong>{who?.name ?? text('someone')}</strong> {text(`task_${task.state}`)}
        {from !== undefined && <span> {text('forPerson', { who: from.name })}</span>}
        {task.isOverdue && <span className="inbox-late">{text('overdueShort')}</span>}
        {task.decidedAt !== undefined && (
          <time dateTime={task.decidedAt}>{shownMoment(task.decidedAt, locale, timeZone)}</time>
        )}
        {task.decidedAt === undefined && task.dueAt !== undefined && task.state === 'OPEN' && (
          <time dateTime={task.dueAt}>{text('due', { when: shownMoment(task.dueAt, locale, timeZone) })}</time>
        )}
        {task.comment !== undefined && <blockquote>{task.comment}</blockquote>}
      </div>
    </li>
  );
}
