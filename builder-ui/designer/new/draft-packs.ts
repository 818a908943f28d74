import { useMemo } from 'react';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import { useDraft } from '../session/draft-context.tsx';
import { packPreview, type PackPreview } from './pack-preview.ts';

/** What the draft is made of, as the platform's API names packs. */
export function useDraftPacks(): readonly string[] {
  const packs = useDraft(({ log }) => log.template.packs);
  return useMemo(() => (packs ?? []).map(({ pack, version }) => `${pack}@${version}`), [packs]);
}

/** What the draft would become by packs that the server composed as it has them and as it would; once they are there. */
export function usePackPreview(
  packs: { readonly base: unknown; readonly document: unknown } | null | undefined,
): PackPreview | undefined {
  const template = useDraft(({ log }) => log.template);
  return useMemo(
    () =>
      packs === null || packs === undefined
        ? undefined
        : packPreview(template, { base: asTemplate(packs.base), document: asTemplate(packs.document) }),
    [packs, template],
  );
}

/** What the server composed of packs that it keeps, all of which parse. */
function asTemplate(document: unknown): Template {
  const parsed = parseTemplate(document);
  if (!parsed.ok) throw new Error(`Broken invariant: composed packs do not parse: ${JSON.stringify(parsed.issues)}`);
  return parsed.value;
}
