import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryAliases } from '../model/aliases.ts';
import { diffModels } from '../model/diff.ts';
import { formulaOrder } from '../model/formula-order.ts';
import { formPlan } from '../model/forms.ts';
import type { Model } from '../model/model.ts';
import { resolveModel } from '../model/resolve.ts';
import { shapeHash } from '../model/shape.ts';
import { viewsFor } from '../model/views.ts';
import { parseTemplate, parseTemplateText } from '../template/parse.ts';
import type { Template } from '../template/template.ts';
import { randomChange, randomTemplate } from './random-template.ts';

const LONG = process.env['FORMWORK_LONG'] === '1';
const BOUNDED = { numRuns: LONG ? 100 : 30, interruptAfterTimeLimit: 5_000, endOnFailure: true } as const;

function modelOf(template: Template): Model {
  const parsed = parseTemplate(template);
  const resolved = parsed.ok ? resolveModel(parsed.value) : parsed;
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues.slice(0, 5)));
  return resolved.value;
}

const PAIR = randomTemplate().chain((before) => fc.tuple(fc.constant(before), randomChange(before)));

describe('random templates', () => {
  it('[MOD-0] every one resolves, its views and forms too', () => {
    fc.assert(
      fc.property(randomTemplate(), (template) => {
        const model = modelOf(template);
        for (const entity of model.entities) {
          const { list, form } = viewsFor(model, entity.id);
          expect(list.columns.length).toBeLessThanOrEqual(8);
          const views = { ...template, views: [list, form] };
          modelOf(views);
          expect(formPlan(model, entity, 'zh-CN').fields).toHaveLength(entity.fields.length);
        }
      }),
      BOUNDED,
    );
  });
  it('[MOD-80] resolving is deterministic and texts are no part of the shape', () => {
    fc.assert(
      fc.property(randomTemplate(), (template) => {
        const model = modelOf(template);
        expect(JSON.stringify(modelOf(template))).toBe(JSON.stringify(model));
        const relabelled = (template.entities ?? []).map((entity) => ({
          ...entity,
          label: { en: 'Another' },
          help: { en: 'Help' },
        }));
        expect(shapeHash(modelOf({ ...template, entities: relabelled }))).toBe(shapeHash(model));
      }),
      BOUNDED,
    );
  });
  it('[DIF-1] a model does not differ from itself, and any change of shape is reported', () => {
    fc.assert(
      fc.property(PAIR, ([before, after]) => {
        const [old, now] = [modelOf(before), modelOf(after)];
        expect(diffModels(old, modelOf(before))).toEqual([]);
        if (shapeHash(old) !== shapeHash(now)) expect(diffModels(old, now).length).toBeGreaterThan(0);
      }),
      BOUNDED,
    );
  });
  it('[NAM-8] carried aliases keep every former name answered, and the result resolves', () => {
    fc.assert(
      fc.property(PAIR, ([before, after]) => {
        const old = modelOf(before);
        const now = modelOf(carryAliases(old, after));
        const answered = new Set(
          now.entities.flatMap((entity) =>
            [entity, ...entity.aliases].flatMap(({ singular, plural }) => [singular, plural]),
          ),
        );
        for (const entity of old.entities) {
          expect(answered).toContain(entity.singular);
          expect(answered).toContain(entity.plural);
          const kept = now.entities.find(({ id }) => id === entity.id);
          const names = new Set(kept?.fields.flatMap(({ apiName, aliases }) => [apiName, ...aliases]));
          for (const field of entity.fields)
            if (kept?.fields.some(({ id }) => id === field.id)) expect(names).toContain(field.apiName);
        }
        expect(
          diffModels(old, now).filter(({ kind, class: how }) => kind === 'fieldRenamedApi' && how !== 'safe'),
        ).toEqual([]);
      }),
      BOUNDED,
    );
  });
  it('[MOD-7] formulas stand after the formulas that they read', () => {
    fc.assert(
      fc.property(randomTemplate(), (template) => {
        for (const entity of modelOf(template).entities) {
          const order = formulaOrder(entity).map(({ id }) => id);
          expect(order).toHaveLength(entity.fields.filter(({ formula }) => formula !== undefined).length);
        }
      }),
      BOUNDED,
    );
  });
});

describe('arbitrary input', () => {
  it('[TPL-1] parsing any JSON never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (json) => {
        const result = parseTemplate(json);
        expect(result.ok || result.issues.length > 0).toBe(true);
      }),
      { ...BOUNDED, numRuns: LONG ? 1000 : 300 },
    );
  });
  it('[TPL-2] parsing any text never throws and agrees with JSON.parse on what is JSON', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().chain((json) => fc.nat(json.length).map((at) => json.slice(0, at) + json.slice(at + 1))),
    );
    fc.assert(
      fc.property(text, (source) => {
        const result = parseTemplateText(source);
        const syntax = !result.ok && result.issues.some(({ code }) => code === 'TEMPLATE_JSON_SYNTAX');
        expect(syntax).toBe(!isJson(source));
      }),
      { ...BOUNDED, numRuns: LONG ? 2000 : 600 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
