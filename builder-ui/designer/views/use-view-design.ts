import { useMemo } from 'react';
import { textIn, type Locale } from '../../../schema/core/text.ts';
import type { Edit, Json } from '../../../schema/model/edits.ts';
import type { EntityModel, Model } from '../../../schema/model/model.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { pathEnd } from '../../workplace/documents/field-path.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { recordsViews, setOnView, withView, type ViewTarget } from './view-target.ts';
import { useViewText, type ViewText } from './view-texts.ts';

/** The views of one object, as they are designed now. */
export interface ViewDesign {
  readonly model: Model;
  readonly entity: EntityModel | undefined;
  readonly targets: readonly ViewTarget[];
  readonly text: ViewText;
  readonly locale: Locale;
}

/** Reads the views of an object from the draft. */
export function useViewDesign(entityId: string): ViewDesign {
  const text = useViewText();
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  const model = useDraft(({ compiled }) => compiled.model);
  const targets = useMemo(() => recordsViews({ template, model }, entityId), [template, model, entityId]);
  const entity = model.entities.find(({ id }) => id === entityId);
  return { model, entity, targets, text, locale };
}

/** What changes one view; each call is one step of undo, named by the setting. */
export interface ViewChange {
  readonly set: (key: string, value: Json | undefined, setting: string) => void;
  readonly run: (edits: readonly Edit[], setting: string) => void;
}

/** Changes one view. */
export function useViewChange(target: ViewTarget): ViewChange {
  const session = useDraftSession();
  const text = useViewText();
  const { locale } = useLanguage();
  const name = textIn(target.view.label, locale) || target.view.id;
  return {
    set: (key, value, setting) => {
      session.run(text('didSet', { setting, name }), setOnView(target, key, value));
    },
    run: (edits, setting) => {
      session.run(text('didSet', { setting, name }), withView(target, edits));
    },
  };
}

/** What a field, a system field or a path over references is called. */
export function pathLabel(
  model: Model,
  entity: EntityModel,
  { path, locale }: { readonly path: string; readonly locale: Locale },
): string {
  const ids = path.split('.');
  const labels = ids.map(
    (_, index) => pathEnd(model, entity, { path: ids.slice(0, index + 1).join('.'), locale })?.label,
  );
  return labels.map((label, index) => label ?? ids[index] ?? '').join(' · ');
}
