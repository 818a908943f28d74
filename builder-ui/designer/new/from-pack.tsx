import { App, Button, Empty } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { PackAdditionDocument, PackChoicesDocument, type PackChoicesQuery } from '../../data/generated/graphql.ts';
import { usePlatform } from '../../data/use-platform.ts';
import { Failure, Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { useDraftSession } from '../session/draft-context.tsx';
import { useDraftPacks, usePackPreview } from './draft-packs.ts';
import { PACK_SECTIONS } from './pack-preview.ts';
import { PackContents, PackRefused } from './pack-contents.tsx';
import { useFewNames } from '../../i18n/few-names.ts';
import { usePackText } from './pack-texts.ts';
import './from-pack.css';

type Choice = PackChoicesQuery['packChoices'][number];

/** Chooses a pack that the company has not, shows what it would add, and adds it to the draft as one step. */
export function FromPack(): ReactNode {
  const text = usePackText();
  const { name: tenant } = useTenant();
  const packs = useDraftPacks();
  const [chosen, setChosen] = useState<string>();
  const { data, error, refetch } = usePlatform(PackChoicesDocument, {
    topic: 'packs',
    variables: { tenant, packs: [...packs] },
  });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  const choices = data.packChoices;
  if (choices.length === 0)
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text('none')}>
        <p className="fields-hint">{text('noneHint')}</p>
      </Empty>
    );
  const choice = choices.find(({ name }) => name === chosen);
  return (
    <>
      <fieldset className="pack-choices">
        <legend>{text('which')}</legend>
        {choices.map((one) => (
          <PackCard key={one.name} choice={one} isChosen={one === choice} onChoose={() => setChosen(one.name)} />
        ))}
      </fieldset>
      {choice !== undefined && <Addition key={choice.name} choice={choice} packs={packs} />}
    </>
  );
}

interface PackCardProps {
  readonly choice: Choice;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function PackCard({ choice: { label, version, needs, contents }, isChosen, onChoose }: PackCardProps): ReactNode {
  const text = usePackText();
  const objects = contents.find(({ section }) => section === 'entities')?.labels ?? [];
  const counts = PACK_SECTIONS.flatMap((section) => {
    const found = contents.find((one) => one.section === section);
    return found === undefined || section === 'tests' || section === 'views'
      ? []
      : [text(section, { count: found.count })];
  });
  const along = needs.filter(({ isThere }) => !isThere).map((need) => need.label);
  const fewNames = useFewNames();
  return (
    <button type="button" className="pack-card" aria-pressed={isChosen} onClick={onChoose}>
      <span className="pack-card-head">
        <strong>{label}</strong>
        <small>{text('version', { version })}</small>
      </span>
      {objects.length > 0 && <span>{fewNames(objects, NAMED_MAX)}</span>}
      <small>{counts.join(' · ')}</small>
      <small className={along.length > 0 ? 'pack-along' : undefined}>
        {along.length > 0 ? text('needs', { packs: along.join(text('comma')) }) : text('fits')}
      </small>
    </button>
  );
}

const NAMED_MAX = 5;

function Addition({ choice, packs }: { readonly choice: Choice; readonly packs: readonly string[] }): ReactNode {
  const text = usePackText();
  const { message } = App.useApp();
  const { name: tenant } = useTenant();
  const navigate = useNavigate();
  const session = useDraftSession();
  const { data, error, refetch } = usePlatform(PackAdditionDocument, {
    topic: 'packs',
    variables: { tenant, packs: [...packs], add: [`${choice.name}@${choice.version}`] },
  });
  const addition = data?.packAddition.addition;
  const preview = usePackPreview(addition);
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data !== undefined && preview === undefined) return <PackRefused issues={data.packAddition.issues} />;
  if (preview === undefined) return <p role="status">{text('reading')}</p>;
  const { label: name } = choice;
  const add = (): void => {
    if (!session.run(text('step', { name }), preview.edits)) return;
    void message.success(text('added', { name }));
    void navigate({ to: '/w/$tenant/design', params: { tenant } });
  };
  return (
    <section className="pack-preview" aria-label={text('adds', { name })}>
      <header>
        <h2>{text('adds', { name })}</h2>
        <Button type="primary" onClick={add}>
          {text('add')}
        </Button>
      </header>
      <p className="fields-hint">{text('addHint')}</p>
      <PackContents preview={preview} />
    </section>
  );
}
