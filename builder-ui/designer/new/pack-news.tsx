import { useNavigate } from '@tanstack/react-router';
import { App, Button, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { PackNewsDocument, PackUpgradeDocument, type PackNewsQuery } from '../../data/generated/graphql.ts';
import { usePlatform } from '../../data/use-platform.ts';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { useDraftPacks, usePackPreview } from './draft-packs.ts';
import { PackContents, PackRefused } from './pack-contents.tsx';
import { usePackText } from './pack-texts.ts';
import './from-pack.css';

type News = PackNewsQuery['packNews'][number];

/** Tells that packs of the draft are there in newer versions, and takes them into it (SPEC [UPG-8]). */
export function PackNews(): ReactNode {
  const text = usePackText();
  const { name: tenant } = useTenant();
  const packs = useDraftPacks();
  const [chosen, setChosen] = useState<News>();
  const { data } = usePlatform(PackNewsDocument, { topic: 'pack-news', variables: { tenant, packs: [...packs] } });
  const news = data?.packNews ?? [];
  if (news.length === 0) return null;
  return (
    <ul className="pack-news">
      {news.map((one) => (
        <li key={one.name}>
          <span>{text('news', { name: one.label, from: one.from, to: one.to })}</span>
          <Button size="small" onClick={() => setChosen(one)}>
            {text('seeNews')}
            <span className="unseen"> {one.label}</span>
          </Button>
        </li>
      ))}
      {chosen !== undefined && <UpgradeDialog news={chosen} packs={packs} onClose={() => setChosen(undefined)} />}
    </ul>
  );
}

interface DialogProps {
  readonly news: News;
  readonly packs: readonly string[];
  readonly onClose: () => void;
}

function UpgradeDialog({ news: { name, label, from, to }, packs, onClose }: DialogProps): ReactNode {
  const text = usePackText();
  const { message } = App.useApp();
  const { name: tenant } = useTenant();
  const navigate = useNavigate();
  const session = useDraftSession();
  const { data, error, refetch } = usePlatform(PackUpgradeDocument, {
    topic: 'pack-upgrade',
    variables: { tenant, packs: [...packs], pack: `${name}@${to}` },
  });
  const preview = usePackPreview(data?.packUpgrade.addition);
  const take = (): void => {
    if (preview === undefined || !session.run(text('stepUpgrade', { name: label, to }), preview.edits)) return;
    void message.success(text('taken', { name: label, to }));
    void navigate({ to: '/w/$tenant/design/changes', params: { tenant } });
  };
  return (
    <Modal
      open
      width={680}
      title={text('upgradeTitle', { name: label, from, to })}
      okText={text('take')}
      cancelText={text('later')}
      okButtonProps={{ disabled: preview === undefined }}
      onOk={take}
      onCancel={onClose}
    >
      <div className="pack-upgrade">
        <p>{text('upgradeHint')}</p>
        {error !== null && <Failure error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <Waiting />}
        {data !== undefined && preview === undefined && <PackRefused issues={data.packUpgrade.issues} />}
        {preview !== undefined && (
          <>
            <p>
              <strong>{text('edits', { count: preview.edits.length })}</strong>
            </p>
            <PackContents preview={preview} />
          </>
        )}
      </div>
    </Modal>
  );
}
