import { Button, Dropdown, Modal, Popover } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Waiting } from '../../shell/feedback.tsx';
import { useRecordText } from './record-texts.ts';
import type { TransitionOption } from './transition-options.ts';
import type { WhyRecord } from './why/why-condition.tsx';

const WhyNot = lazy(() => import('./why/why-not.tsx').then((why) => ({ default: why.WhyNot })));

interface TransitionButtonsProps {
  readonly record: WhyRecord;
  readonly options: readonly TransitionOption[];
  readonly isWorking: boolean;
  readonly isMain: boolean;
  readonly onTake: (option: TransitionOption) => void;
}

/** Steps that stand beside each other; the others are behind a menu. */
const BESIDE_MAX = 3;

/** The steps as buttons; one that is not possible says why. */
export function TransitionButtons({ record, options, isWorking, isMain, onTake }: TransitionButtonsProps): ReactNode {
  const text = useRecordText();
  const [barred, setBarred] = useState<TransitionOption>();
  const beside = options.slice(0, BESIDE_MAX);
  const others = options.slice(BESIDE_MAX);
  return (
    <>
      {beside.map((option, index) =>
        option.isAvailable ? (
          <Button
            key={option.id}
            type={isMain && index === 0 && !option.isBack ? 'primary' : 'default'}
            danger={option.isBack}
            loading={isWorking && index === 0}
            disabled={isWorking}
            onClick={() => onTake(option)}
            title={option.needsApproval ? text('asksApproval') : undefined}
          >
            {option.label}
            {option.needsApproval && <small className="step-approval">{text('asksApproval')}</small>}
          </Button>
        ) : (
          <BarredButton key={option.id} {...{ record, option }} />
        ),
      )}
      {others.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: others.map((option) => ({
              key: option.id,
              label: option.isAvailable ? option.label : `${option.label} · ${text('whyNot')}`,
              danger: option.isAvailable && option.isBack,
              onClick: () => (option.isAvailable ? onTake(option) : setBarred(option)),
            })),
          }}
        >
          <Button aria-label={text('moreActions')}>…</Button>
        </Dropdown>
      )}
      <Modal
        open={barred !== undefined}
        title={text('notNow', { what: barred?.label ?? '' })}
        footer={null}
        destroyOnHidden
        onCancel={() => setBarred(undefined)}
      >
        <Suspense fallback={<Waiting />}>{barred !== undefined && <WhyNot record={record} option={barred} />}</Suspense>
      </Modal>
    </>
  );
}

/** Not possible now; a press tells why. */
function BarredButton({
  record,
  option,
}: {
  readonly record: WhyRecord;
  readonly option: TransitionOption;
}): ReactNode {
  const text = useRecordText();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={setOpen}
      content={
        <div role="dialog" aria-label={text('notNow', { what: option.label })}>
          <strong>{text('notNow', { what: option.label })}</strong>
          <Suspense fallback={<Waiting />}>{isOpen && <WhyNot {...{ record, option }} />}</Suspense>
        </div>
      }
    >
      <Button className="is-barred" aria-haspopup="dialog" aria-expanded={isOpen}>
        {option.label}
        <span className="unseen">{text('whyNot')}</span>
      </Button>
    </Popover>
  );
}
