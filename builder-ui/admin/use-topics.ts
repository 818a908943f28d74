import { useCallback, useMemo } from 'react';
import { textIn } from '../../schema/core/text.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useWebhooksText } from './webhooks-texts.ts';

const CHANGES = ['created', 'updated', 'deleted'] as const;
const TOLD = [...CHANGES, 'restored'] as const;

interface Topic {
  readonly value: string;
  readonly label: string;
}

/** What can be told of, in words: by objects, those with a flow first, else in the order of the rail (SPEC [ADM-52]). */
export function useTopics(): (Topic | { readonly label: string; readonly options: Topic[] })[] {
  const text = useWebhooksText();
  const { model } = useTenant();
  const { locale } = useLanguage();
  return useMemo(
    () => [
      { value: '*', label: text('all') },
      ...byRail(model.entities, (id) => model.behaviour.workflows.some((flow) => flow.entity === id)).map(
        ({ apiName, label, hasFlow }) => {
          const entity = textIn(label, locale);
          return {
            label: entity,
            options: [
              { value: `${apiName}.*`, label: text('every', { entity }) },
              ...CHANGES.map((change) => ({ value: `${apiName}.${change}`, label: text(change, { entity }) })),
              ...(hasFlow ? [{ value: `${apiName}.transition.*`, label: text('transition', { entity }) }] : []),
            ],
          };
        },
      ),
    ],
    [model, locale, text],
  );
}

const RAIL = ['document', 'master', 'log'] as const satisfies readonly EntityModel['kind'][];

/** Objects that have events of their own, as the rail lists them; those that a flow moves are wanted most. */
function byRail(
  entities: readonly EntityModel[],
  flows: (id: string) => boolean,
): readonly (EntityModel & { readonly hasFlow: boolean })[] {
  const all = RAIL.flatMap((kind) => entities.filter((entity) => entity.kind === kind)).map((entity) => ({
    ...entity,
    hasFlow: flows(entity.id),
  }));
  return [...all.filter(({ hasFlow }) => hasFlow), ...all.filter(({ hasFlow }) => !hasFlow)];
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
