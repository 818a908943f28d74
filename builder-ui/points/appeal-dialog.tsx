import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { typedNumber } from '../form-runtime/number-text.ts';
import { useTenant } from '../shell/tenant-frame.tsx';
import { NeedsServer } from '../offline/needs-server.tsx';
import { appealRequest, type AppealPlace } from './appeals.ts';
import { Issues } from './parts.tsx';
import { usePointsText } from './points-texts.ts';
import { useOnceKey, usePointsAction } from './use-points.ts';
import { useWhyText } from './why-texts.ts';

/** Of the text, in characters: what the committee can answer. */
const ABOUT_MIN = 10;

/** What an appeal begins with. */
export interface AppealStart {
  readonly rule: string;
  readonly about: string;
  readonly points: string;
}

interface AppealDialogProps {
  readonly place: AppealPlace;
  readonly start: AppealStart;
  readonly onClose: () => void;
}

/** An appeal to the committee, begun with what it is about. */
export function AppealDialog({ place, start, onClose }: AppealDialogProps): ReactNode {
  const text = useWhyText();
  const points = usePointsText();
  const { name, model } = useTenant();
  const { notification } = App.useApp();
  const navigate = useNavigate();
  const [about, setAbout] = useState(`${start.about}\n`);
  const [asked, setAsked] = useState(start.points);
  const { query, input } = appealRequest(model, place, {
    about: about.trim(),
    points: typedNumber(asked, { isPercent: false, isWhole: false }),
    rule: start.rule,
  });
  const isShort = about.trim().length < ABOUT_MIN;
  const action = usePointsAction<{ readonly row: { readonly id: string; readonly title: string | null } }>(query);
  const once = useOnceKey();
  const send = async (): Promise<void> => {
    const made = await action.run({ input, key: once.keyOf(input) });
    if (made === undefined) return;
    const { id, title } = made.row;
    const params = { tenant: name, entity: place.entity.id, id };
    notification.success({
      title: text('appealSent', { number: title ?? '' }),
      // Notifications stand above the router: there are no links in them.
      ...(place.mayRead
        ? {
            actions: (
              <Button size="small" onClick={() => void navigate({ to: '/w/$tenant/e/$entity/$id', params })}>
                {text('appealOpen')}
              </Button>
            ),
          }
        : {}),
    });
    onClose();
  };
  return (
    <Modal
      open
      title={text('appealTitle')}
      okText={text('appealSend')}
      cancelText={points('cancel')}
      okButtonProps={{ disabled: isShort, loading: action.isBusy }}
      onOk={() => void send()}
      onCancel={onClose}
    >
      <div className="pts-form">
        <NeedsServer />
        <p className="pts-hint">{text('appealHint')}</p>
        <label className="pts-field">
          <span className="pts-label">{text('appealAbout')}</span>
          <Input.TextArea rows={5} value={about} onChange={({ target }) => setAbout(target.value)} />
          {isShort && <span className="pts-hint">{text('appealShort', { count: ABOUT_MIN })}</span>}
        </label>
        {place.hasPoints && (
          <label className="pts-field is-short">
            <span className="pts-label">{text('appealPoints')}</span>
            <Input inputMode="decimal" value={asked} onChange={({ target }) => setAsked(target.value)} />
          </label>
        )}
        <Issues issues={action.issues} />
      </div>
    </Modal>
  );
}
