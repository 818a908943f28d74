import type { Locale } from '../../../schema/core/text.ts';
import { parseTemplate } from '../../../schema/template/parse.ts';
import type { Template } from '../../../schema/template/template.ts';
import {
  DiscardDraftDocument,
  DraftOfDocument,
  SaveDraftDocument,
  TemplateVersionDocument,
} from '../../data/generated/graphql.ts';
import { askPlatform, ServerError } from '../../data/platform-client.ts';

/** The draft as the server has it. Revision 0: there is none yet. */
export interface KeptDraft {
  readonly revision: number;
  readonly baseVersion: number;
  readonly template: Template;
  readonly author?: string;
}

/** What keeping a draft came to: its new revision, or that somebody else kept one meanwhile. */
export type Kept = { readonly kind: 'kept'; readonly revision: number } | { readonly kind: 'stale' };

/** Where drafts are kept. Every method throws `ServerError` when the server can't be reached or refuses. */
export interface DraftServer {
  load(): Promise<KeptDraft | undefined>;
  keep(draft: KeptDraft): Promise<Kept>;
  discard(): Promise<void>;
  /** A published version; undefined when there is none. */
  version(number: number): Promise<Template | undefined>;
}

const NAME = 'main';
const STALE: ReadonlySet<string> = new Set(['DRAFT_STALE', 'DRAFT_EXISTS']);

/** The draft `main` of a tenant, over the platform's API. `localeOf` is asked each time: the reader may change it. */
export function draftServer(tenant: string, localeOf: () => Locale): DraftServer {
  return {
    async load() {
      const { tenant: found } = await askPlatform(DraftOfDocument, { variables: { tenant }, locale: localeOf() });
      const draft = found?.draft;
      if (draft === null || draft === undefined) return undefined;
      const { revision, baseVersion, document, updatedBy } = draft;
      const author = updatedBy?.name;
      return {
        revision,
        baseVersion,
        template: draftTemplate(document),
        ...(author === undefined ? {} : { author }),
      };
    },
    async keep({ revision, baseVersion, template }) {
      const variables = { tenant, name: NAME, document: { ...template }, revision, baseVersion };
      const { saveDraft } = await askPlatform(SaveDraftDocument, { variables, locale: localeOf() });
      const [issue] = saveDraft.issues;
      if (issue !== undefined && STALE.has(issue.code)) return { kind: 'stale' };
      if (issue !== undefined) throw new ServerError(issue.message, issue.code, issue.cure);
      return { kind: 'kept', revision: saveDraft.draft?.revision ?? revision + 1 };
    },
    async discard() {
      await askPlatform(DiscardDraftDocument, { variables: { tenant, name: NAME }, locale: localeOf() });
    },
    async version(version) {
      const variables = { tenant, version };
      const { templateOf } = await askPlatform(TemplateVersionDocument, { variables, locale: localeOf() });
      return templateOf === null || templateOf === undefined ? undefined : draftTemplate(templateOf.document);
    },
  };
}

/** A draft may have mistakes of form, kept by a program; it is designed on all the same. */
function draftTemplate(document: unknown): Template {
  const parsed = parseTemplate(document);
  return parsed.ok ? parsed.value : (document as Template);
}
