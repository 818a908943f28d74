import { CloudUploadOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { fetchAhead } from '../../data/fetch-ahead.ts';
import { Waiting } from '../../shell/feedback.tsx';
import { changesSince } from '../session/draft-changes.ts';
import { useDraft } from '../session/draft-context.tsx';
import { useChangesText } from './changes-texts.ts';

const loadPanel = async () => ({ default: (await import('./quick-publish.tsx')).QuickPublish });

/** All that publishing takes is fetched when the pointer or the focus comes to the button. */
const QuickPublish = lazy(loadPanel);

/** Publishes from any page in two clicks when nothing stands in the way; else says what does and leads there. */
export function PublishButton(): ReactNode {
  const text = useChangesText();
  const [isOpen, setOpen] = useState(false);
  const base = useDraft((state) => state.base);
  const compiled = useDraft((state) => state.compiled);
  const changes = changesSince(base.model, compiled.model);
  const isNothing = changes.length === 0 && compiled.issues.length === 0;
  return (
    <>
      <Button
        type="primary"
        icon={<CloudUploadOutlined />}
        disabled={isNothing && !isOpen}
        onPointerEnter={() => fetchAhead(loadPanel)}
        onFocus={() => fetchAhead(loadPanel)}
        onClick={() => setOpen(true)}
      >
        {text('publishDots')}
      </Button>
      <Modal
        open={isOpen}
        onCancel={() => setOpen(false)}
        footer={null}
        width={560}
        destroyOnHidden
        title={<Title count={changes.length} />}
      >
        <Suspense fallback={<Waiting />}>
          <QuickPublish changes={changes} onClose={() => setOpen(false)} />
        </Suspense>
      </Modal>
    </>
  );
}

function Title({ count }: { readonly count: number }): ReactNode {
  const text = useChangesText();
  return count === 0 ? text('publishNow') : text('publishTitle', { count });
}
