import { InfoCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { phoneFormId } from './form-commands.ts';
import { useFormDesign, useFormTarget, useStage } from './form-context.tsx';
import { phoneFormEdits, materialise } from './form-target.ts';
import { useFormDesignText } from './form-texts.ts';

/** Which form this is, where that is not what one would think: one that nobody designed, or the one for phones. */
export function FormNotice(): ReactNode {
  const text = useFormDesignText();
  const { entity } = useFormDesign();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const device = useStage((state) => state.device);
  const target = useFormTarget();
  const own = phoneFormId(template, entity);
  if (target === undefined) return null;
  if (device === 'phone' && own === undefined) {
    const make = (): void => {
      session.run(text('didPhone'), [...materialise(target), ...phoneFormEdits(template, target, target.view.label)]);
    };
    return (
      <p className="form-notice">
        <InfoCircleOutlined />
        {text('phoneShared')}
        <Button size="small" type="link" onClick={make}>
          {text('phoneOwn')}
        </Button>
      </p>
    );
  }
  if (device === 'phone' && own !== undefined) {
    return (
      <p className="form-notice">
        <InfoCircleOutlined />
        {text('phoneIsOwn')}
        <Button
          size="small"
          type="link"
          onClick={() => session.run(text('didPhoneDrop'), [{ kind: 'removeItem', list: ['views'], id: own }])}
        >
          {text('phoneDrop')}
        </Button>
      </p>
    );
  }
  if (!target.isMade) return null;
  return (
    <p className="form-notice">
      <InfoCircleOutlined />
      {text('madeForm')}
    </p>
  );
}
