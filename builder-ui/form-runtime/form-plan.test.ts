import { describe, expect, it } from 'vitest';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Model } from '../../schema/model/model.ts';
import type { Template, WorkflowDef } from '../../schema/template/template.ts';
import { tripTemplate } from '../../server/test/trip-template.ts';
import { compileForm } from './form-plan.ts';
import { nodesIn } from './form-rules.ts';

function modelOf(template: Template): Model {
  const resolved = resolveModel(template);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value;
}
const model = modelOf(tripTemplate());

describe('compiling a form', () => {
  it('[FORM-1] is the same for the same model, view and rights, in the reader’s language', () => {
    const form = compileForm(model, 'Trip', { locale: 'zh-CN' });
    expect(JSON.stringify(compileForm(model, 'Trip', { locale: 'zh-CN' }))).toBe(JSON.stringify(form));
    const [head] = form.layout;
    expect(head).toMatchObject({ kind: 'section', label: '差旅信息' });
    expect(form.fields.find(({ apiName }) => apiName === 'level')?.options).toContainEqual({
      value: 'high',
      label: '高',
      color: 'red',
    });
  });

  it('[FORM-2] resolves the layout: conditions compiled, lines as a grid with its columns, a total under computed money', () => {
    const form = compileForm(model, 'Trip', { locale: 'en' });
    const nodes = nodesIn(form.layout);
    expect(nodes.map(({ id }) => id)).toContain('warn');
    expect(nodes.find(({ id }) => id === 'warn')?.visible?.source).toBe("doc.level == 'high'");
    const grid = nodes.find((node) => node.kind === 'grid');
    expect(grid?.columns.map(({ id, summary }) => [id, summary])).toEqual([
      ['to', undefined],
      ['by', undefined],
      ['who', undefined],
      ['on', undefined],
      ['qty', undefined],
      ['price', undefined],
      ['amount', 'sum'],
    ]);
    // Under a section of its own name the grid's label is not seen twice.
    expect(grid?.isLabelSeen).toBe(false);
  });

  it.each(['done', 'closed', 'undone'])('[FORM-3] [WKF-20] locks a document that is %s', (state) => {
    const template = tripTemplate();
    const flow = {
      id: 'tripFlow',
      of: 'Trip',
      initial: 'open',
      states: [
        { id: 'open' },
        { id: 'done', class: 'posted' },
        { id: 'closed', class: 'closed' },
        { id: 'undone', class: 'reversed' },
      ],
      transitions: ['done', 'closed', 'undone'].map((to) => ({ id: `to${to}`, from: ['open'], to })),
    } satisfies WorkflowDef;
    const flowing = modelOf({ ...template, workflows: [flow] });
    const lockIn = (current: string): unknown =>
      compileForm(flowing, 'Trip', { locale: 'en', state: current }).fields.find(({ apiName }) => apiName === 'title')
        ?.lock;
    expect(lockIn(state)).toBe('posted');
    expect(lockIn('open')).toBeUndefined();
  });

  it('[FORM-3] leaves out what is hidden, locks what is locked, and asks for neither', () => {
    const rights = {
      Trip: { hide: ['mail', 'person'], lock: ['title'], mask: ['cost'] },
      Leg: { hide: ['price'], lock: ['to'] },
    };
    const form = compileForm(model, 'Trip', { locale: 'en', rights });
    const names = form.fields.map(({ apiName }) => apiName);
    expect(names).not.toContain('mail');
    expect(nodesIn(form.layout).map(({ id }) => id)).not.toContain('person');
    expect(form.fields.find(({ apiName }) => apiName === 'title')?.lock).toBe('rights');
    expect(form.fields.find(({ apiName }) => apiName === 'cost')?.lock).toBe('masked');
    expect(form.fields.find(({ apiName }) => apiName === 'total')?.lock).toBe('computed');
    expect(form.schema['required']).toEqual(['from']);
    const lines = form.fields.find(({ apiName }) => apiName === 'legs')?.lines;
    expect(lines?.fields.map(({ apiName }) => apiName)).not.toContain('price');
    expect(JSON.stringify(form.schema)).not.toContain('"price"');
    expect(
      nodesIn(form.layout)
        .find((node) => node.kind === 'grid')
        ?.columns.map(({ id }) => id),
    ).not.toContain('price');
  });

  it('[FORM-3] drops a section that nothing of is seen', () => {
    const rights = { Trip: { hide: ['person', 'with', 'boss', 'dept'] } };
    const tabs = nodesIn(compileForm(model, 'Trip', { locale: 'en', rights }).layout).find(
      ({ kind }) => kind === 'tabs',
    );
    expect(tabs?.kind === 'tabs' && tabs.children.map(({ id }) => id)).toEqual(['t1', 't3']);
  });
});
