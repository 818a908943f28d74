import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { EntityDef, FieldDef } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { usePhone } from '../../workplace/list/use-phone.ts';
import { FormCommands, phoneFormId } from './form-commands.ts';
import { createStage, type Stage, type StageState } from './form-stage.ts';
import { formTarget, type FormTarget } from './form-target.ts';
import { useFormDesignText, type FormDesignText } from './form-texts.ts';
import { fieldAt, type Naming } from './node-names.ts';
import type { PaletteItem } from './palette-items.ts';
import { loadPinyinWhenNeeded } from './pinyin-words.ts';

interface FormDesign {
  readonly stage: Stage;
  readonly commands: FormCommands;
  readonly entity: string;
  /** What is being dragged now. */
  readonly drag: { current: Dragged | undefined };
}

/** Something on its way to a place: a node that stands somewhere already, or something to add. */
export type Dragged =
  { readonly kind: 'node'; readonly id: string } | { readonly kind: 'item'; readonly item: PaletteItem };

const FormDesignContext = createContext<FormDesign | undefined>(undefined);

/** Everything below designs the form of one object. */
export function FormDesignProvider({
  entity,
  children,
}: {
  readonly entity: string;
  readonly children: ReactNode;
}): ReactNode {
  const session = useDraftSession();
  const text = useFormDesignText();
  const { locale } = useLanguage();
  const words = useRef<{ readonly text: FormDesignText; readonly locale: typeof locale }>({ text, locale });
  useEffect(() => {
    words.current = { text, locale };
  }, [text, locale]);
  useEffect(loadPinyinWhenNeeded, []);
  const isPhone = usePhone();
  const [stage] = useState(() => createStage(isPhone ? 'phone' : 'desktop'));
  const drag = useRef<Dragged>(undefined);
  const design = useMemo<FormDesign>(
    () => ({ stage, entity, drag, commands: new FormCommands({ session, stage, entity, words: () => words.current }) }),
    [session, stage, entity],
  );
  return <FormDesignContext value={design}>{children}</FormDesignContext>;
}

/** The form designer that the component stands in. */
export function useFormDesign(): FormDesign {
  const design = use(FormDesignContext);
  if (design === undefined) throw new Error('Broken invariant: no FormDesignProvider');
  return design;
}

/** One part of what the designer shows; the component is drawn again when that part is another. */
export function useStage<Part>(select: (state: StageState) => Part): Part {
  return useStore(useFormDesign().stage, select);
}

/** The object as it is authored now; `undefined` when the draft lost it. */
export function useFormEntity(): EntityDef | undefined {
  const { entity } = useFormDesign();
  return useDraft(({ log }) => log.template.entities?.find(({ id }) => id === entity));
}

/** The form being designed; phones have their own where the template gives them one. */
export function useFormTarget(): FormTarget | undefined {
  const { entity } = useFormDesign();
  const template = useDraft(({ log }) => log.template);
  const model = useDraft(({ compiled }) => compiled.model);
  const device = useStage((state) => state.device);
  const view = useStage((state) => state.view);
  return useMemo(() => {
    const phone = device === 'phone' ? phoneFormId(template, entity) : undefined;
    return formTarget({ template, model }, entity, phone ?? view);
  }, [template, model, entity, device, view]);
}

/** The field that a node shows, as it is authored now. */
export function useShownField(path: string): FieldDef | undefined {
  const { entity } = useFormDesign();
  return useDraft(({ log }) => {
    const def = log.template.entities?.find(({ id }) => id === entity);
    return fieldAt(log.template, def, path);
  });
}

/** What names of nodes are made with, now. */
export function useNaming(): Naming {
  const text = useFormDesignText();
  const { locale } = useLanguage();
  const template = useDraft(({ log }) => log.template);
  const entity = useFormEntity();
  return useMemo(() => ({ template, entity, text, locale }), [template, entity, text, locale]);
}
