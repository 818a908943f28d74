import { QuestionCircleOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import { Waiting } from '../../../shell/feedback.tsx';
import type { WhyAbout } from './why-panel.tsx';
import { useWhyText } from './why-texts.ts';

const WhyPanel = lazy(() => import('./why-panel.tsx').then((panel) => ({ default: panel.WhyPanel })));

/** Beside a computed value: where it comes from. */
export function WhyButton(about: WhyAbout): ReactNode {
  const text = useWhyText();
  const [isOpen, setOpen] = useState(false);
  const label = text('why', { field: textIn(about.field.label, about.columning.locale) });
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={setOpen}
      placement="bottomLeft"
      content={
        <div role="dialog" aria-label={label}>
          <Suspense fallback={<Waiting />}>{isOpen && <WhyPanel {...about} />}</Suspense>
        </div>
      }
    >
      <button type="button" className="why-button" aria-label={label} title={label} aria-expanded={isOpen}>
        <QuestionCircleOutlined aria-hidden="true" />
      </button>
    </Popover>
  );
}
