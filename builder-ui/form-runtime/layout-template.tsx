import type { ObjectFieldTemplateProps } from '@rjsf/utils';
import { Tabs } from 'antd';
import { useId, type ReactNode } from 'react';
import { ChildGrid } from './child-grid/child-grid.tsx';
import { PlacedField } from './field-frame.tsx';
import { useForm, useFormState } from './form-context.tsx';
import type { ColumnsForm, FormNode, GridForm, PathForm, SectionForm, TabsForm, TextForm } from './form-layout.ts';
import { useFormText } from './form-texts.ts';
import { plainText } from './form-value.ts';
import { Glyph } from './glyphs.tsx';
import { namesIn } from './form-focus.ts';
import { inputId } from './value-field.tsx';

/** What rjsf has prepared of every field, by API name. */
type Contents = ReadonlyMap<string, ReactNode>;

/**
 * Draws the record by our own layout tree (SPEC [FORM-2]): rjsf prepares the fields, the tree says where they stand.
 * What is in a closed tab or a folded section is not in the page; its values are in the store.
 */
export function LayoutTemplate({ properties }: ObjectFieldTemplateProps): ReactNode {
  const { store } = useForm();
  const contents: Contents = new Map(properties.map(({ name, content }) => [name, content]));
  return <Nodes nodes={store.form.layout} contents={contents} />;
}

function Nodes({ nodes, contents }: { readonly nodes: readonly FormNode[]; readonly contents: Contents }): ReactNode {
  return (
    <div className="fw-nodes">
      {nodes.map((node) => (
        <Node key={node.id} node={node} contents={contents} />
      ))}
    </div>
  );
}

interface NodeProps<Kind extends FormNode> {
  readonly node: Kind;
  readonly contents: Contents;
}

function Node({ node, contents }: NodeProps<FormNode>): ReactNode {
  const isVisible = useFormState(({ derived }) => derived.nodes.get(node.id)?.visible !== false);
  if (!isVisible) return null;
  switch (node.kind) {
    case 'section':
      return <Section node={node} contents={contents} />;
    case 'tabs':
      return <TabStrip node={node} contents={contents} />;
    case 'columns':
      return <Columns node={node} contents={contents} />;
    case 'field':
      return <PlacedField node={node}>{contents.get(node.apiName)}</PlacedField>;
    case 'path':
      return <PathValue node={node} />;
    case 'text':
      return <TextBlock node={node} />;
    case 'grid':
      return <Grid node={node} />;
  }
}

function Columns({ node, contents }: NodeProps<ColumnsForm>): ReactNode {
  return (
    <div className="fw-columns" data-count={Math.min(node.children.length, 4)}>
      {node.children.map((child) => (
        <div key={child.id} className="fw-column">
          <Node node={child} contents={contents} />
        </div>
      ))}
    </div>
  );
}

function Section({ node, contents }: NodeProps<SectionForm>): ReactNode {
  const { store } = useForm();
  const id = useId();
  const isFolded = useFormState(({ folded }) => folded[node.id] ?? node.collapsed);
  if (node.label === '') return <Nodes nodes={node.children} contents={contents} />;
  return (
    <section
      className={`fw-section${isFolded ? ' is-folded' : ''}`}
      // Beside another form, whose parts may be called the same, they are no landmarks of the page.
      {...(store.form.phone ? { role: 'group' } : {})}
      aria-labelledby={id}
    >
      <h2 className="fw-section-head" id={id}>
        <button type="button" aria-expanded={!isFolded} onClick={() => store.fold(node.id, !isFolded)}>
          <Glyph name="chevron" />
          {node.label}
        </button>
      </h2>
      {isFolded ? null : <Nodes nodes={node.children} contents={contents} />}
    </section>
  );
}

function TabStrip({ node, contents }: NodeProps<TabsForm>): ReactNode {
  const { store } = useForm();
  const visible = useFormState(({ derived }) =>
    node.children
      .filter(({ id }) => derived.nodes.get(id)?.visible !== false)
      .map(({ id }) => id)
      .join(' '),
  );
  const open = useFormState(({ openTabs }) => openTabs[node.id]);
  const shown = node.children.filter(({ id }) => visible.split(' ').includes(id));
  const active = shown.find(({ id }) => id === open) ?? shown[0];
  if (active === undefined) return null;
  return (
    <Tabs
      className="fw-tabs"
      activeKey={active.id}
      onChange={(key) => store.openTab(node.id, key)}
      destroyOnHidden
      animated={false}
      items={shown.map((section) => ({
        key: section.id,
        label: <TabLabel section={section} />,
        children: <Nodes nodes={section.children} contents={contents} />,
      }))}
    />
  );
}

/** A tab's name, with how much is told to be wrong in it. */
function TabLabel({ section }: { readonly section: SectionForm }): ReactNode {
  const t = useFormText();
  const names = namesIn(section.children);
  const count = useFormState(({ issues, mistakes, tellsAll }) => {
    const told = tellsAll ? [...issues.values(), ...mistakes.values()] : [...issues.values()];
    return told.filter(({ path: [name = ''] }) => names.includes(name)).length;
  });
  if (count === 0) return section.label;
  return (
    <>
      {section.label}
      <span className="fw-count" aria-hidden="true">
        {count}
      </span>
      <span className="unseen">{t('tabMistakes', { label: '', count })}</span>
    </>
  );
}

function TextBlock({ node }: { readonly node: TextForm }): ReactNode {
  return (
    <p className="fw-text" data-tone={node.tone}>
      {node.tone === 'warning' ? <Glyph name="warning" /> : null}
      {node.text}
    </p>
  );
}

function PathValue({ node }: { readonly node: PathForm }): ReactNode {
  const id = useId();
  const value = useFormState((state) => state.value[node.path]);
  const text = plainText(value);
  return (
    <div className="fw-field is-shown" data-width={node.width}>
      <span id={id} className="fw-label">
        {node.label}
      </span>
      <div className="fw-value" role="group" aria-labelledby={id}>
        {text === '' ? <span className="fw-none">—</span> : text}
      </div>
    </div>
  );
}

function Grid({ node }: { readonly node: GridForm }): ReactNode {
  const { store, idPrefix } = useForm();
  const field = store.form.fields.find(({ apiName }) => apiName === node.apiName);
  const isVisible = useFormState(({ derived }) => derived.states.get(node.apiName)?.visible !== false);
  if (field?.lines === undefined || !isVisible) return null;
  return (
    <div className="fw-field fw-grid-field" data-width="full">
      <span id={`${inputId(idPrefix, [node.apiName])}-label`} className={node.isLabelSeen ? 'fw-label' : 'unseen'}>
        {node.label}
      </span>
      <ChildGrid node={node} field={field} lines={field.lines} />
    </div>
  );
}
