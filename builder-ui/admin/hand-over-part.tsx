import { Checkbox, Select, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { HandOverPreviewDocument, type HandOverPreviewQuery } from '../data/generated/graphql.ts';
import { usePlatform } from '../data/use-platform.ts';
import { usePinyinSearch } from '../designer/parts/pinyin-search.ts';
import { Failure } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useHandOverText } from './hand-over-texts.ts';
import { Field } from './parts.tsx';
import type { DirectoryPerson } from './use-directory.ts';

type Preview = HandOverPreviewQuery['handOverPreview'];

/** To whom, and what was turned on or off by hand: by ids of fields, `approvals`, `views`. */
export interface HandOverChoice {
  readonly to: string | undefined;
  readonly turned: ReadonlyMap<string, boolean>;
}

/** Nobody is chosen yet; what is suggested would go. */
export const NO_CHOICE: HandOverChoice = { to: undefined, turned: new Map() };

/** What a choice means for the API. */
export function handOverOf(
  preview: Preview | undefined,
  { turned }: HandOverChoice,
): { readonly fields: string[]; readonly approvals: boolean; readonly views: boolean } {
  return {
    fields: (preview?.fields ?? [])
      .filter(({ id, open, isSuggested }) => open > 0 && (turned.get(id) ?? isSuggested))
      .map(({ id }) => id),
    approvals: turned.get('approvals') ?? true,
    views: turned.get('views') ?? true,
  };
}

/** What is in a person's hands. */
export function useHandOverPreview(
  user: string,
): ReturnType<typeof usePlatform<HandOverPreviewQuery, { tenant: string; user: string }>> {
  const { name: tenant } = useTenant();
  return usePlatform(HandOverPreviewDocument, { topic: 'admin-hand-over', variables: { tenant, user } });
}

/** Whether there is anything to hand over. */
export function isEmptyHanded({ fields, approvals, views }: Preview): boolean {
  return approvals === 0 && views === 0 && fields.every(({ open }) => open === 0);
}

interface Props {
  readonly person: DirectoryPerson;
  readonly people: readonly DirectoryPerson[];
  readonly choice: HandOverChoice;
  readonly onChoice: (choice: HandOverChoice) => void;
}

/** What a leaver has in hand, to whom it goes, and what of it (SPEC [ADM-45]). */
export function HandOverPart({ person, people, choice, onChoice }: Props): ReactNode {
  const text = useHandOverText();
  const matches = usePinyinSearch();
  const { data, error, refetch } = useHandOverPreview(person.id);
  if (data === undefined)
    return error === null ? (
      <Skeleton active paragraph={{ rows: 2 }} title={false} />
    ) : (
      <Failure error={error} retry={() => void refetch()} />
    );
  const { fields, approvals, views } = data.handOverPreview;
  if (isEmptyHanded(data.handOverPreview)) return <p className="adm-hint">{text('nothing', { name: person.name })}</p>;
  const items = [
    ...fields
      .filter(({ open }) => open > 0)
      .map(({ id, entityLabel, fieldLabel, isSuggested, open, over }) => ({
        id,
        isOn: isSuggested,
        words: text('records', { count: open, entity: entityLabel, field: fieldLabel }),
        more: over === 0 ? undefined : text('over', { count: over }),
      })),
    ...(approvals > 0
      ? [{ id: 'approvals', isOn: true, words: text('approvals', { count: approvals }), more: undefined }]
      : []),
    ...(views > 0 ? [{ id: 'views', isOn: true, words: text('views', { count: views }), more: undefined }] : []),
  ];
  return (
    <>
      <Field label={text('to')} hint={text('toHint')}>
        <Select<string>
          allowClear
          aria-label={text('to')}
          placeholder={text('nobody')}
          value={choice.to ?? null}
          onChange={(to: string | undefined) => onChoice({ ...choice, to })}
          options={people
            .filter(({ id, active }) => active && id !== person.id)
            .map(({ id, name, email }) => ({ value: id, label: name, email }))}
          showSearch={{
            filterOption: (typed, option) => matches(typed, [option?.label ?? '', option?.email ?? '']),
          }}
        />
      </Field>
      <fieldset className="adm-choice">
        <legend className="adm-label">{text('inHand', { name: person.name })}</legend>
        {items.map(({ id, isOn, words, more }) => (
          <Checkbox
            key={id}
            checked={choice.to !== undefined && (choice.turned.get(id) ?? isOn)}
            disabled={choice.to === undefined}
            onChange={({ target }) => onChoice({ ...choice, turned: new Map(choice.turned).set(id, target.checked) })}
          >
            {words}
            {more !== undefined && <span className="adm-soft"> {more}</span>}
          </Checkbox>
        ))}
      </fieldset>
    </>
  );
}
