import { useCallback, useMemo } from 'react';
import { textIn } from '../../schema/core/text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useWebhooksText } from './webhooks-texts.ts';

const CHANGES = ['created', 'updated', 'deleted'] as const;
const TOLD = [...CHANGES, 'restored'] as const;

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

/** The event of a delivery in words; what the template no longer knows stays as it was sent. */
export function useEventWords(): (topic: string) => string {
  const text = useWebhooksText();
  const { model } = useTenant();
  const { locale } = useLanguage();
  return useCallback(
    (topic) => {
      if (topic === 'ping') return text('ping');
      const [name, change, step] = topic.split('.');
      const found = model.entities.find(({ apiName }) => apiName === name);
      if (found === undefined) return topic;
      const entity = textIn(found.label, locale);
      const known = TOLD.find((one) => one === change);
      if (known !== undefined) return text(known, { entity });
      const transitions = model.behaviour.workflows.find((flow) => flow.entity === found.id)?.transitions ?? [];
      const taken = transitions.find(({ id }) => id === step);
      return taken === undefined ? topic : text('step', { entity, step: textIn(taken.label, locale) });
    },
    [model, locale, text],
  );
}
