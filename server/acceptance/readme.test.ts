import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { must, type Result } from '../../schema/core/result.ts';
import { applyEdits, type Edit } from '../../schema/model/edits.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Template } from '../../schema/template/template.ts';
import { compileShape, type CompiledShape } from '../graphql/tenant/compiled-shape.ts';
import { composeShipped, templatesFolder } from '../import/pack-files.ts';

/** What the README shows must be true of the demo tenant that it speaks of. */
let readme: string;
let chinese: string;
let template: Template;
let shape: CompiledShape;

beforeAll(async () => {
  const root = path.dirname(templatesFolder());
  readme = await readFile(path.join(root, 'README.md'), 'utf8');
  chinese = await readFile(path.join(root, 'README.zh-CN.md'), 'utf8');
  const demo = JSON.parse(await readFile(path.join(templatesFolder(), 'demo', 'lantern.json'), 'utf8')) as {
    readonly packs: readonly string[];
    readonly edits: readonly Edit[];
  };
  template = edited(held(await composeShipped(demo.packs)), demo.edits);
  shape = compileShape(held(resolveModel(template)));
});

function held<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.issues.slice(0, 5)));
  return result.value;
}

function edited(from: Template, edits: readonly Edit[]): Template {
  return held(applyEdits(from, edits)).template;
}

function blocks(language: string, text = readme): readonly string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
}

describe('the README', () => {
  it('[ACPT-40] shows operations that the demo tenant answers', () => {
    const found = blocks('graphql');
    expect(found.length).toBeGreaterThan(3);
    for (const language of ['graphql', 'json']) expect(blocks(language, chinese)).toEqual(blocks(language));
    for (const text of found) {
      const errors = validate(shape.schema, parse(text));
      expect(errors.map(({ message }) => `${message} in ${text.slice(0, 60)}`)).toEqual([]);
    }
  });

  it('[ACPT-40] names variables alike in both languages, and pictures that are there', async () => {
    const names = (text: string): readonly string[] =>
      [...new Set(text.match(/(?:FORMWORK|AWS)_[A-Z0-9_]+/g))].toSorted();
    expect(names(chinese)).toEqual(names(readme));
    const pictures = [...`${readme}${chinese}`.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, file = '']) => file);
    expect(pictures.length).toBeGreaterThan(6);
    for (const file of pictures) {
      const { size } = await stat(path.join(path.dirname(templatesFolder()), file));
      expect([file, size > 0]).toEqual([file, true]);
    }
  });

  it('[ACPT-40] shows fields, transitions and rules that a template takes', () => {
    const found = blocks('json').map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>);
    expect(found.length).toBeGreaterThan(2);
    for (const item of found) {
      const next = 'type' in item ? withField(item) : 'from' in item ? withTransition(item) : withAward(item);
      const resolved = resolveModel(next);
      expect(resolved.ok ? [] : resolved.issues).toEqual([]);
    }
  });
});

type Item = Readonly<Record<string, unknown>>;

/** An item in the template as a key user would put it there. */
function withField(item: Item): Template {
  return edited(template, [edit(['entities', 'Customer', 'fields'], item)]);
}

function withTransition(item: Item): Template {
  const workflows = must(template.workflows, 'workflows').map((workflow) =>
    workflow.id === 'salesOrderFlow'
      ? {
          ...workflow,
          transitions: workflow.transitions.map((own) => (own.id === item['id'] ? { ...own, ...item } : own)),
        }
      : workflow,
  );
  return { ...template, workflows };
}

function withAward(item: Item): Template {
  return edited(template, [edit(['awards'], item)]);
}

function edit(list: readonly string[], item: Item): Edit {
  return { kind: 'addItem', list, item: { id: '', ...item } };
}
