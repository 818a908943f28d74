import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import { addPacks } from '../../schema/model/add-packs.ts';
import { applyEdits } from '../../schema/model/edits.ts';
import type { EntityDef, FieldDef, Template } from '../../schema/template/template.ts';
import { main } from '../cli/main.ts';
import { keepPack } from '../graphql/platform/pack-service.ts';
import { putShippedRecords } from '../import/put-shipped.ts';
import { documentOf, master } from '../test/publishing.ts';
import { signedIn, startBench, type ServerBench, type TestAnswer, type TestClient } from '../test/running-server.ts';

let bench: ServerBench;
let owner: TestClient;
let tenant: string;

const CODE: FieldDef = { id: 'code', type: 'text', required: true, unique: true };
const SHOP: EntityDef = master('Shop', [CODE]);
const CARD: EntityDef = master('Card', [CODE, { id: 'shop', type: 'ref', to: 'Shop' }]);
const LEVEL: EntityDef = master('Level', [CODE]);

/** A pack that brings objects, a field for another pack's object, and a record; it needs a pack that needs the base. */
function loyalty(version: string, fields: readonly FieldDef[]): Template {
  return {
    format: 1,
    pack: 'loyalty',
    version,
    label: { en: 'Loyalty', 'zh-CN': '会员' },
    requires: { levels: '^1' },
    entities: [{ ...CARD, fields: [...CARD.fields, ...fields] }],
    extends: [{ entity: 'Shop', fields: [{ id: 'takesCards', type: 'bool' }] }],
    records: [{ entity: 'Card', by: ['code'], rows: [{ name: 'First', code: 'c1' }] }],
  };
}

const KIT: Template = { format: 1, pack: 'kit', version: '1.0.0', entities: [SHOP] };
const LEVELS: Template = { format: 1, pack: 'levels', version: '1.0.0', requires: { kit: '^1' }, entities: [LEVEL] };

beforeAll(async () => {
  bench = await startBench({}, { putRecords: putShippedRecords });
  owner = (await signedIn(bench.url, bench.operator)).client;
  tenant = await bench.makeTenant(KIT);
  for (const pack of [LEVELS, loyalty('1.0.0', [])]) await keepPack(bench.server.application.control, documentOf(pack));
});
afterAll(() => bench?.stop());

function only<T>({ data, errors }: TestAnswer): T {
  expect(errors).toBeUndefined();
  return must(Object.values(data ?? {})[0], 'answer') as T;
}

const CHOICES =
  'query ($t: String!, $p: [String!]!) { packChoices(tenant: $t, packs: $p) { name version label needs { name version isThere } contents { section count labels } } }';
const ADDITION =
  'query ($t: String!, $p: [String!]!, $a: [String!]!) { packAddition(tenant: $t, packs: $p, add: $a) { addition { base document added { pack version } } issues { code path } } }';
const NEWS = 'query ($t: String!, $p: [String!]!) { packNews(tenant: $t, packs: $p) { name label from to } }';
const UPGRADE =
  'query ($t: String!, $p: [String!]!, $k: String!) { packUpgrade(tenant: $t, packs: $p, pack: $k) { addition { base document added { pack version } } issues { code path } } }';
const SAVE =
  'mutation ($t: String!, $d: JSONObject!) { saveDraft(tenant: $t, name: "main", document: $d, revision: 0) { issues { code } } }';
const PUBLISH =
  'mutation ($t: String!) { publish(tenant: $t, draft: "main", note: "") { version issues { code message } } }';
const ROLLBACK = 'mutation ($t: String!, $v: Int!) { rollback(tenant: $t, version: $v) { version issues { code } } }';
const VERSION = 'query ($t: String!) { templateOf(tenant: $t) { version document baseDocument } }';

interface Version {
  readonly version: number;
  readonly document: Template;
  readonly baseDocument: Template;
}

const inForce = async (): Promise<Version> => only(await owner.ask(VERSION, { t: tenant }));

interface Addition {
  readonly addition: { readonly base: Template; readonly document: Template; readonly added: unknown } | null;
  readonly issues: readonly { readonly code: string }[];
}

const addition = async (packs: readonly string[], add: readonly string[]): Promise<Addition> =>
  only(await owner.ask(ADDITION, { t: tenant, p: packs, a: add }));

async function cards(): Promise<unknown> {
  const { data } = await owner.ask('{ cards { nodes { code } } }', {}, { path: `/t/${tenant}/graphql` });
  return data?.['cards'];
}

async function upgrade(): Promise<{ readonly code: number; readonly said: string }> {
  let said = '';
  const streams = { stdout: (text: string) => void (said += text), stderr: () => undefined, isTerminal: false };
  const code = await main(
    ['--json', 'upgrade', tenant, 'loyalty@1.1.0'],
    { DATABASE_URL: bench.database.url },
    streams,
  );
  return { code, said };
}

function names(template: Template, entity: string): readonly string[] {
  return (template.entities ?? []).find(({ id }) => id === entity)?.fields.map(({ id }) => id) ?? [];
}

const packNames = (template: Template): readonly string[] => (template.packs ?? []).map(({ pack }) => pack);

describe('a pack is added to a draft', () => {
  it('[DSG-94] is offered with what is in it and what it needs, to who may publish', async () => {
    expect(only<unknown>(await owner.ask(CHOICES, { t: tenant, p: ['kit@1.0.0'] }))).toEqual(
      [
        {
          name: 'levels',
          version: '1.0.0',
          label: 'levels',
          needs: [{ name: 'kit', version: '1.0.0', isThere: true }],
          contents: [{ section: 'entities', count: 1, labels: ['Level'] }],
        },
        {
          name: 'loyalty',
          version: '1.0.0',
          label: 'Loyalty',
          needs: [
            { name: 'levels', version: '1.0.0', isThere: false },
            { name: 'kit', version: '1.0.0', isThere: true },
          ],
          contents: [
            { section: 'entities', count: 1, labels: ['Card'] },
            { section: 'records', count: 1, labels: ['Card'] },
          ],
        },
      ].toSorted((a, b) => a.name.localeCompare(b.name)),
    );
    expect((await addition(['kit@1.0.0'], ['kit'])).issues.map(({ code }) => code)).toEqual(['PACK_ALREADY_THERE']);
    expect((await addition(['kit@1.0.0'], ['nothing'])).issues.map(({ code }) => code)).toEqual(['PACK_UNKNOWN']);
  });

  it('[DSG-94] comes with what it requires, is published with edits, and is upgraded and rolled back', async () => {
    const before = await inForce();
    const { addition: found } = await addition(['kit@1.0.0'], ['loyalty']);
    const packs = must(found, 'addition');
    expect(packs.added).toEqual([
      { pack: 'levels', version: '1.0.0' },
      { pack: 'loyalty', version: '1.0.0' },
    ]);
    const own = applyEdits(before.document, [
      { kind: 'addItem', list: ['entities', 'Shop', 'fields'], item: { id: 'x_size', type: 'int' } },
    ]);
    const merged = addPacks(must(own.ok ? own.value.template : null, 'own edits'), packs);
    expect(merged.conflicts).toEqual([]);
    expect(names(merged.template, 'Shop')).toEqual(['name', 'code', 'takesCards', 'x_size']);
    const later = applyEdits(merged.template, [
      { kind: 'setProperty', at: ['entities', 'Card'], key: 'label', value: { en: 'Club card' } },
    ]);
    const draft = documentOf(must(later.ok ? later.value.template : null, 'later edits'));
    expect(only(await owner.ask(SAVE, { t: tenant, d: draft }))).toEqual({ issues: [] });
    expect(only(await owner.ask(PUBLISH, { t: tenant }))).toEqual({ version: 2, issues: [] });
    const second = await inForce();
    expect(packNames(second.document)).toEqual(['kit', 'levels', 'loyalty']);
    // What later upgrades count from has the packs, and nothing of the tenant's own.
    expect(second.baseDocument).toEqual(packs.document);
    expect(await cards()).toEqual({ nodes: [{ code: 'c1' }] });
    await upgradesAndRollsBack();
  });

  async function upgradesAndRollsBack(): Promise<void> {
    const newer = loyalty('1.1.0', [{ id: 'colour', type: 'text' }]);
    await keepPack(bench.server.application.control, documentOf(newer));
    const upgraded = await upgrade();
    expect(upgraded).toMatchObject({ code: 0 });
    expect(JSON.parse(upgraded.said)).toMatchObject({ conflicts: [] });
    const third = await inForce();
    expect(names(third.document, 'Card')).toEqual(['name', 'code', 'shop', 'colour']);
    expect(third.document.entities?.find(({ id }) => id === 'Card')?.label).toEqual({ en: 'Club card' });
    expect(names(third.document, 'Shop')).toContain('x_size');
    expect(only(await owner.ask(ROLLBACK, { t: tenant, v: 1 }))).toMatchObject({ issues: [] });
    const back = await inForce();
    expect([packNames(back.document), packNames(back.baseDocument)]).toEqual([['kit'], ['kit']]);
    expect(only(await owner.ask(ROLLBACK, { t: tenant, v: 3 }))).toMatchObject({ issues: [] });
    expect(packNames((await inForce()).baseDocument)).toEqual(['kit', 'levels', 'loyalty']);
  }

  it('[UPG-8] is taken into a draft in a newer version, and publishing that is the upgrade', async () => {
    const before = await inForce();
    const packs = (before.document.packs ?? []).map(({ pack, version }) => `${pack}@${version}`);
    expect(only(await owner.ask(NEWS, { t: tenant, p: packs }))).toEqual([]);
    const newest = loyalty('1.2.0', [
      { id: 'colour', type: 'text' },
      { id: 'shape', type: 'text' },
    ]);
    await keepPack(bench.server.application.control, documentOf(newest));
    expect(only(await owner.ask(NEWS, { t: tenant, p: packs }))).toEqual([
      { name: 'loyalty', label: 'Loyalty', from: '1.1.0', to: '1.2.0' },
    ]);
    const upgraded = async (pack: string): Promise<Addition> =>
      only(await owner.ask(UPGRADE, { t: tenant, p: packs, k: pack }));
    const codes = async (pack: string): Promise<unknown> => (await upgraded(pack)).issues.map(({ code }) => code);
    expect(await codes('loyalty@1.1.0')).toEqual(['UPGRADE_NOT_NEWER']);
    expect(await codes('loyalty@7.0.0')).toEqual(['UPGRADE_VERSION_UNKNOWN']);
    expect(await codes('nothing')).toEqual(['PACK_UNKNOWN', 'UPGRADE_PACK_ABSENT']);
    const found = must((await upgraded('loyalty')).addition, 'upgrade');
    expect(found.base).toEqual(before.baseDocument);
    expect(found.added).toEqual([{ pack: 'loyalty', version: '1.2.0' }]);
    const merged = addPacks(before.document, found);
    expect(merged.conflicts).toEqual([]);
    const next = (mutation: string): string => mutation.replace('"main"', '"next"');
    expect(only(await owner.ask(next(SAVE), { t: tenant, d: documentOf(merged.template) }))).toEqual({ issues: [] });
    expect(only(await owner.ask(next(PUBLISH), { t: tenant }))).toMatchObject({ issues: [] });
    const after = await inForce();
    expect(names(after.document, 'Card')).toEqual(['name', 'code', 'shop', 'colour', 'shape']);
    expect(after.document.entities?.find(({ id }) => id === 'Card')?.label).toEqual({ en: 'Club card' });
    expect(after.baseDocument).toEqual(found.document);
  });
});
