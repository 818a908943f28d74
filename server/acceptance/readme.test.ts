import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { must, type Result } from '../../schema/core/result.ts';
import { applyEdits, type Edit } from '../../schema/model/edits.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import type { Template } from '../../schema/template/template.ts';
import { main } from '../cli/main.ts';
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

  it('[ACPT-40] shows commands that the command line takes, alike in both languages', async () => {
    const commands = (text: string): readonly string[] =>
      [...text.matchAll(/^npx formwork ([^#\n]*)/gm)].map(([, words = '']) => words.trim());
    expect(commands(chinese)).toEqual(commands(readme));
    const found = commands(readme).filter((words) => !words.startsWith('template '));
    expect(found.length).toBeGreaterThan(12);
    for (const words of found) {
      let out = '';
      const io = { stdout: (text: string) => void (out += text), stderr: () => undefined, isTerminal: false };
      // Understood, and then refused for an environment that nothing can be done in.
      await main(['--json', ...words.split(/ +/)], { DATABASE_URL: 'ftp://nowhere' }, io);
      const { issues } = JSON.parse(out) as { readonly issues: readonly { readonly code: string }[] };
      expect([words, issues.map(({ code }) => code)]).toEqual([words, ['CONFIG_URL']]);
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

describe('schema/SPEC.md', () => {
  it('[ACPT-41] defines every id that tests name, once, and no more rules go unnamed', async () => {
    const root = path.dirname(templatesFolder());
    const spec = await readFile(path.join(root, 'schema', 'SPEC.md'), 'utf8');
    const defined = [...spec.matchAll(DEFINED)].map(([, id = '']) => id);
    expect(defined.filter((id, index) => defined.indexOf(id) !== index)).toEqual([]);
    const named = new Set<string>();
    for (const folder of ['schema', 'server', 'builder-ui']) {
      const files = await readdir(path.join(root, folder), { recursive: true });
      for (const file of files.filter((one) => TESTING.test(one))) {
        const text = await readFile(path.join(root, folder, file), 'utf8');
        for (const [, id = ''] of text.matchAll(ID)) named.add(id);
        // Other texts of tables look like ids, too.
        for (const [, id = ''] of text.matchAll(ROW)) if (defined.includes(id)) named.add(id);
      }
    }
    expect([...named].filter((id) => !defined.includes(id)).toSorted()).toEqual([]);
    expect(defined.filter((id) => !named.has(id)).toSorted()).toEqual([]);
  });
});

/** A rule begins its line, or follows another in it. */
const DEFINED = /(?:^- |[.;:] )(?:\*\*)?\[([A-Z]{2,6}-\d+[a-z]?)\](?:\*\*)? /gm;
const ID = /\[([A-Z]{2,6}-\d+[a-z]?)\]/g;
/** At the head of a row of a table of cases. */
const ROW = /\['([A-Z]{2,6}-\d+[a-z]?)', ['"]/g;
/** Tests, and the cases that they run through. */
const TESTING = /\.test\.tsx?$|cases[/\\].*\.ts$/;

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
