import { useMemo } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useWebhooksText } from './webhooks-texts.ts';

const CHANGES = ['created', 'updated', 'deleted'] as const;

/** What can be told of, in words. */
export function useTopics(): { readonly value: string; readonly label: string }[] {
  const text = useWebhooksText();
  const { model } = useTenant();
  const { locale } = useLanguage();
  return useMemo(
    () => [
      { value: '*', label: text('all') },
      ...model.entities
        .filter(({ kind }) => kind !== 'line')
        .flatMap(({ id, apiName, label }) => {
          const entity = textIn(label, locale);
          const hasFlow = model.behaviour.workflows.some((flow) => flow.entity === id);
          return [
            { value: `${apiName}.*`, label: text('every', { entity }) },
            ...CHANGES.map((change) => ({ value: `${apiName}.${change}`, label: text(change, { entity }) })),
            ...(hasFlow ? [{ value: `${apiName}.transition.*`, label: text('transition', { entity }) }] : []),
          ];
        }),
    ],
    [model, locale, text],
  );
}
