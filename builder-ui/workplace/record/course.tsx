import { CheckOutlined } from '@ant-design/icons';
import { useMemo, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { Columning } from '../documents/list-columns.ts';
import { Tag } from '../list/cell.tsx';
import { useRecordText } from './record-texts.ts';
import { usualCourse } from './usual-course.ts';

interface CourseProps {
  readonly columning: Columning;
  readonly state: string | undefined;
}

/** How far the record is on its usual way, and what comes next; nothing where it left that way (SPEC [WRK-170]). */
export function Course({ columning, state }: CourseProps): ReactNode {
  const { model, entity, locale } = columning;
  const text = useRecordText();
  const course = useMemo(() => {
    const workflow = model.behaviour.workflows.find(({ id }) => id === entity.workflow);
    return workflow === undefined ? [] : usualCourse(workflow);
  }, [model, entity]);
  const at = course.findIndex(({ id }) => id === state);
  if (at < 0) return null;
  return (
    <ol className="course" aria-label={text('course')}>
      {course.map(({ id, label, color }, index) => {
        const name = textIn(label, locale) || id;
        return (
          <li key={id} aria-current={index === at ? 'step' : undefined} className={index < at ? 'is-done' : undefined}>
            {index < at && <CheckOutlined aria-hidden="true" />}
            {index === at ? <Tag label={name} color={color} /> : name}
          </li>
        );
      })}
    </ol>
  );
}
