import { describe, expect, it } from 'vitest';
import type { Template } from '../template/template.ts';
import { resolveModel } from './resolve.ts';

function template(more: Partial<Template>, where = "doc.kind == 'a'"): Template {
  const label = { en: 'x', 'zh-CN': 'x' };
  return {
    format: 1,
    pack: 'test',
    version: '1.0.0',
    label,
    entities: [
      {
        id: 'Box',
        kind: 'master',
        label,
        title: 'name',
        fields: [
          { id: 'name', type: 'text' },
          { id: 'parts', type: 'int', rollup: { of: 'Part.box', fn: 'count', mode: 'stored', where } },
        ],
      },
      {
        id: 'Part',
        kind: 'master',
        label,
        title: 'name',
        fields: [
          { id: 'name', type: 'text' },
          { id: 'kind', type: 'text' },
          { id: 'box', type: 'ref', to: 'Box' },
        ],
      },
    ],
    ...more,
  };
}

const issuesOf = (given: Template): readonly string[] => {
  const resolved = resolveModel(given);
  return resolved.ok ? [] : resolved.issues.map(({ code, path }) => `${code} ${path}`);
};

describe('automations and schedules of a model', () => {
  it('[RUN-6] have typed expressions for conditions and values, in the order of the template', () => {
    const resolved = resolveModel(
      template({
        automations: [
          {
            id: 'count',
            on: { entity: 'Part', change: 'updated', fields: ['box'] },
            when: "doc.box.name == 'x'",
            do: [
              { kind: 'set', id: 's', values: { kind: "'b'" } },
              { kind: 'notify', id: 'n', to: 'doc.createdBy', message: { en: '{doc.name} moved', 'zh-CN': '已移动' } },
              { kind: 'webhook', id: 'w', connection: 'crm' },
            ],
          },
        ],
        schedules: [{ id: 'nightly', every: 'day', at: '02:30', of: 'Part', where: 'doc.box == null', do: [] }],
      }),
    );
    expect(resolved.ok ? resolved.value.behaviour.automations : resolved.issues).toMatchObject([
      {
        id: 'count',
        label: { en: 'Count' },
        on: { entity: 'Part', change: 'updated', fields: ['box'] },
        when: { reads: [['box', 'name']] },
        do: [
          { kind: 'set', values: [{ field: 'kind', value: { source: "'b'" } }] },
          {
            kind: 'notify',
            roles: [],
            to: { reads: [['createdBy']] },
            explainParts: {
              en: [
                { kind: 'value', value: { source: 'doc.name' } },
                { kind: 'text', text: ' moved' },
              ],
            },
          },
          { kind: 'webhook', connection: 'crm' },
        ],
      },
    ]);
    expect(resolved.ok ? resolved.value.behaviour.schedules : []).toMatchObject([
      { id: 'nightly', every: 'day', at: '02:30', entity: 'Part', where: { source: 'doc.box == null' }, do: [] },
    ]);
  });

  it('[RUN-11] refuse a time zone that does not exist', () => {
    const schedules = [{ id: 's', every: 'day' as const, timeZone: 'Asia/Atlantis', do: [] }];
    expect(issuesOf(template({ schedules }))).toEqual(['MODEL_TIME_ZONE_UNKNOWN /schedules/0/timeZone']);
    expect(issuesOf(template({ schedules: [{ id: 's', every: 'day', timeZone: 'Asia/Urumqi', do: [] }] }))).toEqual([]);
  });

  it('[RUN-6] refuse rules about lines, which would never hear of anything', () => {
    const given = template({
      automations: [{ id: 'a', on: { entity: 'Row' }, do: [] }],
      schedules: [{ id: 's', every: 'day', of: 'Row', do: [] }],
    });
    const label = { en: 'x', 'zh-CN': 'x' };
    const [box, part] = given.entities ?? [];
    const entities = [
      ...(box === undefined ? [] : [{ ...box, fields: [...box.fields, { id: 'rows', type: 'lines', of: 'Row' }] }]),
      ...(part === undefined ? [] : [part]),
      { id: 'Row', kind: 'line' as const, label, fields: [{ id: 'name', type: 'text' }] },
    ];
    expect(issuesOf({ ...given, entities })).toEqual([
      'MODEL_RULE_OF_LINES /automations/0/on/entity',
      'MODEL_RULE_OF_LINES /schedules/0/of',
    ]);
  });

  it('[RUN-24] refuse a stored rollup that would change by itself', () => {
    const at = '/entities/0/fields/1/rollup/where';
    expect(issuesOf(template({}, 'doc.createdAt < now()'))).toEqual([`MODEL_ROLLUP_STORED_CLOCK ${at}`]);
    expect(issuesOf(template({}, 'doc.createdBy == actor.id'))).toEqual([`MODEL_ROLLUP_STORED_CLOCK ${at}`]);
    expect(issuesOf(template({}))).toEqual([]);
  });
});
