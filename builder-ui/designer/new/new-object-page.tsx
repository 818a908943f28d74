import { useNavigate, useParams } from '@tanstack/react-router';
import { Button, Input, Radio } from 'antd';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { FieldDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { loadPinyinWhenNeeded, pinyinWords } from '../form/pinyin-words.ts';
import { useMapText } from '../map/map-texts.ts';
import { Waiting } from '../../shell/feedback.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { copiedFields, newEntity } from './new-entity.ts';
import { FromFile } from './from-file.tsx';
import { FromCopy } from './from-copy.tsx';
import '../map/map.css';

/** Reads what packs hold, which only who chooses one waits for. */
const FromPack = lazy(async () => ({ default: (await import('./from-pack.tsx')).FromPack }));

const WAYS = ['blank', 'file', 'copy', 'pack'] as const;
type Way = (typeof WAYS)[number];
const WAY_TEXTS = {
  blank: ['fromBlank', 'fromBlankHint'],
  file: ['fromFile', 'fromFileHint'],
  copy: ['fromCopy', 'fromCopyHint'],
  pack: ['fromPack', 'fromPackHint'],
} as const;

const KINDS = ['document', 'master', 'log'] as const;

/** A new object: blank, from a table, like one that is there, or with a pack of them. */
export function NewObjectPage(): ReactNode {
  const text = useMapText();
  const { locale } = useLanguage();
  const { tenant } = useParams({ from: '/w/$tenant' });
  const navigate = useNavigate();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const [way, setWay] = useState<Way>('blank');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('document');
  const [fields, setFields] = useState<readonly FieldDef[]>([]);
  useEffect(loadPinyinWhenNeeded, []);
  const isReady = name.trim() !== '' && (way === 'blank' || fields.length > 0);
  const create = (): void => {
    if (!isReady) return;
    const label = { [locale]: name.trim() };
    const { edit, id } = newEntity(template, { label, kind, fields, pinyinOf: pinyinWords });
    if (!session.run(text('stepNew', { name: name.trim() }), [edit])) return;
    void navigate({ to: '/w/$tenant/design/o/$entity/fields', params: { tenant, entity: id } });
  };
  return (
    <form
      className="new-object"
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <h1>{text('newTitle')}</h1>
      <div className="new-ways">
        {WAYS.map((one) => (
          <button
            key={one}
            type="button"
            className="new-way"
            aria-pressed={way === one}
            onClick={() => {
              setWay(one);
              setFields([]);
            }}
          >
            <strong>{text(WAY_TEXTS[one][0])}</strong>
            <small>{text(WAY_TEXTS[one][1])}</small>
          </button>
        ))}
      </div>
      {way === 'pack' && (
        <div className="new-form">
          <Suspense fallback={<Waiting />}>
            <FromPack />
          </Suspense>
        </div>
      )}
      <div className={way === 'pack' ? 'new-form is-away' : 'new-form'}>
        {way === 'file' && (
          <FromFile
            onTable={(file, made) => {
              setFields(made);
              if (name === '') setName(file);
            }}
          />
        )}
        {way === 'copy' && (
          <FromCopy
            onChoose={(entity) => {
              setFields(copiedFields(entity));
              if (name === '') setName(text('copyOf', { name: textIn(entity.label, locale) || entity.id }));
            }}
          />
        )}
        <label>
          <span>{text('name')}</span>
          <Input
            autoFocus
            value={name}
            placeholder={text('namePlaceholder')}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <fieldset>
          <legend>{text('kind')}</legend>
          <Radio.Group
            vertical
            value={kind}
            onChange={(event) => setKind(KINDS.find((one) => one === event.target.value) ?? 'document')}
            options={KINDS.map((one) => ({
              value: one,
              label: (
                <>
                  {text(`kindOne_${one}`)} <small className="fields-hint">{text(`kindHint_${one}`)}</small>
                </>
              ),
            }))}
          />
        </fieldset>
        <div className="new-actions">
          <Button type="primary" htmlType="submit" disabled={!isReady}>
            {text('create')}
          </Button>
          <Button onClick={() => void navigate({ to: '/w/$tenant/design', params: { tenant } })}>
            {text('cancel')}
          </Button>
        </div>
        <p className="fields-hint">{text('newHint')}</p>
      </div>
    </form>
  );
}
