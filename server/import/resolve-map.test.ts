import { beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../schema/core/result.ts';
import type { Model } from '../../schema/model/model.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { accessOf, OWNER_ROLE } from '../compile/access.ts';
import { findEntity, findField } from '../../schema/model/field-names.ts';
import { parseImportMap } from '../../schema/model/import-map.ts';
import { composeShipped } from './pack-files.ts';
import { resolveMap } from './resolve-map.ts';
import type { ResolvedMap } from './resolved-map.ts';

let model: Model;
beforeAll(async () => {
  const composed = await composeShipped(['sales']);
  const resolved = resolveModel(must(composed.ok ? composed.value : null, 'composed packs'));
  model = must(resolved.ok ? resolved.value : null, 'model');
});

function resolve(
  name: string,
  header: readonly string[],
  { map = {}, roles = [OWNER_ROLE] }: { readonly map?: unknown; readonly roles?: readonly string[] } = {},
) {
  const entity = findEntity(model, name);
  const parsed = parseImportMap(map);
  return resolveMap({
    model,
    access: accessOf(model, roles),
    entity: must(entity.ok ? entity.value : null, name),
    header,
    map: must(parsed.ok ? parsed.value : null, 'map'),
  });
}

/** `column → field` of a map, references with the field they go by. */
function shown({ columns }: ResolvedMap): readonly string[] {
  return columns.flatMap(({ name, targets }) =>
    targets.map((target) => {
      if (target.kind === 'state') return `${name} → state`;
      const by = 'by' in target ? `.${typeof target.by === 'string' ? target.by : target.by.id}` : '';
      return `${name} → ${target.field.id}${by}`;
    }),
  );
}

describe('columns', () => {
  it('[IMP-4] mean fields by API name, label, in any case and language; references by a unique field', () => {
    const found = resolve('Customer', [
      'CODE',
      '名称',
      'Postal Code',
      'credit_limit',
      'country.Name',
      'Payment term',
      'Looked after by',
      'orderCount',
      'createdAt',
    ]);
    const map = must(found.ok ? found.value : null, JSON.stringify(found));
    expect(shown(map)).toEqual([
      'CODE → code',
      '名称 → name',
      'Postal Code → postalCode',
      'credit_limit → creditLimit',
      'country.Name → country.name',
      'Payment term → paymentTerm.code',
      'Looked after by → owner.email',
    ]);
    expect(map.ignored).toEqual(['orderCount', 'createdAt']);
    expect(map.key.map(({ id }) => id)).toEqual(['code']);
  });

  it('[IMP-4] of an unknown name are a mistake with a suggestion, unless they are ignored', () => {
    const found = resolve('Customer', ['code', 'name', 'adress']);
    expect(found.ok ? [] : found.issues).toMatchObject([
      { code: 'IMPORT_COLUMN_UNKNOWN', params: { column: 'adress', suggestion: 'address' } },
    ]);
    expect(resolve('Customer', ['code', 'name', 'adress'], { map: { ignore: ['*'] } })).toMatchObject({
      ok: true,
      value: { ignored: ['adress'] },
    });
  });

  it('[IMP-7] give the key: the first unique one that they fill, or the one that the map names', () => {
    const key = (header: readonly string[], map: unknown = {}): unknown => {
      const found = resolve('Country', header, { map });
      return found.ok ? found.value.key.map(({ id }) => id) : found.issues.map(({ code }) => code);
    };
    expect(key(['code', 'name'])).toEqual(['code']);
    expect(key(['code', 'name'], { key: ['name'] })).toEqual(['name']);
    expect(key(['code', 'name'], { key: [] })).toEqual([]);
    expect(key(['code', 'name'], { key: ['nameZh'] })).toEqual(['IMPORT_KEY_UNFIT']);
    expect(resolve('Lot', ['item', 'number'])).toMatchObject({
      ok: true,
      value: { key: [{ id: 'item' }, { id: 'number' }] },
    });
  });

  it('[IMP-12] of fields that the caller may not set are refused', () => {
    const found = resolve('Customer', ['code', 'name', 'creditLimit'], { roles: ['sales'] });
    expect(found.ok ? [] : found.issues).toMatchObject([
      { code: 'IMPORT_FIELD_LOCKED', params: { field: 'creditLimit' } },
    ]);
    expect(resolve('Customer', ['code', 'name'], { roles: ['sales'] }).ok).toBe(true);
  });

  it('[IMP-13] find entities by id, API name, plural and label', () => {
    for (const name of ['SalesOrder', 'sales order', 'salesOrders', '销售订单', 'SALES_ORDER'])
      expect(findEntity(model, name)).toMatchObject({ ok: true, value: { id: 'SalesOrder' } });
    const wrong = findEntity(model, 'SalesOder');
    expect(wrong.ok ? [] : wrong.issues).toMatchObject([
      { code: 'IMPORT_ENTITY_UNKNOWN', params: { suggestion: 'SalesOrder' } },
    ]);
  });

  it('[IMP-4] prefer what is said exactly to what is only alike', () => {
    const entity = must(
      model.entities.find(({ id }) => id === 'Customer'),
      'Customer',
    );
    expect(findField(entity, 'region')?.id).toBe('region');
    expect(findField(entity, 'State or province')?.id).toBe('region');
    expect(findField(entity, '???')).toBeUndefined();
  });
});

describe('map files', () => {
  it.each([
    [[], ['']],
    [{ colums: {} }, ['/colums']],
    [{ columns: { a: 1 } }, ['/columns/a']],
    [{ columns: { a: { field: 'x', be: 'y' } } }, ['/columns/a/be']],
    [{ columns: { a: ['x', {}] } }, ['/columns/a/1']],
    [{ dates: 'dym', decimal: ';', escapes: 'yes' }, ['/escapes', '/dates', '/decimal']],
    [{ key: 'code', lines: {} }, ['/key', '/lines/field', '/lines/columns']],
    [{ constants: { a: {} } }, ['/constants/a']],
  ])('[IMP-4] %j is refused at %j', (map, paths) => {
    const parsed = parseImportMap(map);
    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual(paths);
  });
});

it('[IMP-60] what is missing is made only where a name is enough for it, and by who may make it', () => {
  const map = (field: string, by: string): unknown => ({ columns: { code: 'code', x: { field, by, create: true } } });
  const codes = (found: ReturnType<typeof resolve>): readonly string[] =>
    found.ok ? [] : found.issues.map(({ code, params }) => `${code} ${JSON.stringify(params['needs'] ?? null)}`);
  expect(codes(resolve('Customer', ['code', 'x'], { map: map('country', 'name') }))).toEqual([]);
  expect(codes(resolve('Customer', ['code', 'x'], { map: map('owner', 'email') }))).toEqual(['IMPORT_CREATE_UNFIT []']);
  const roles = ['sales'];
  expect(codes(resolve('Customer', ['code', 'x'], { map: map('country', 'name'), roles }))).toContain('FORBIDDEN null');
});
