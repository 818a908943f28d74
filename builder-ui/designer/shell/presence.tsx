import { Avatar, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { useColleagues } from '../session/use-colleagues.ts';
import { useDesignText, type DesignText } from './design-texts.ts';

/** Who else designs this draft, and on which page. */
export function Presence(): ReactNode {
  const text = useDesignText();
  const { locale } = useLanguage();
  const entities = useDraft(({ log }) => log.template.entities);
  const colleagues = useColleagues();
  if (colleagues.length === 0) return null;
  const labelOf = (id: string): string => textIn(entities?.find((entity) => entity.id === id)?.label, locale) || id;
  const all = colleagues.map(({ name, place }) => `${name} · ${placeName(place, { text, labelOf })}`);
  return (
    <div className="presence" role="group" aria-label={text('presentHere', { names: all.join('; ') })}>
      <Avatar.Group max={{ count: 4 }} size="small">
        {colleagues.map(({ id, name }, index) => (
          <Tooltip key={id} title={all[index]}>
            <Avatar className="presence-one">{[...name][0] ?? '·'}</Avatar>
          </Tooltip>
        ))}
      </Avatar.Group>
    </div>
  );
}

const AREA_NAMES = {
  '': 'map',
  ledgers: 'ledgers',
  points: 'points',
  'points/lab': 'lab',
  access: 'access',
  words: 'words',
  api: 'api',
  changes: 'changes',
  versions: 'history',
  fields: 'fields',
  form: 'form',
  views: 'views',
  rules: 'rules',
  flow: 'flow',
} as const satisfies Readonly<Record<string, Parameters<DesignText>[0]>>;

function placeName(
  place: string,
  { text, labelOf }: { readonly text: DesignText; readonly labelOf: (id: string) => string },
): string {
  const [, entity, tab = ''] = /^o\/([^/]+)(?:\/(\w+))?/.exec(place) ?? [];
  const area = entity === undefined ? place : tab;
  const words = isArea(area) ? text(AREA_NAMES[area]) : area;
  return entity === undefined ? words : `${labelOf(entity)} · ${words}`;
}

function isArea(area: string): area is keyof typeof AREA_NAMES {
  return Object.hasOwn(AREA_NAMES, area);
}
