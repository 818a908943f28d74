import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { useMemo, useState, type ReactNode } from 'react';
import { PlusIcon } from '../shell/icons.tsx';
import { useExplorerText, type ExplorerTextKey } from './explorer-texts.ts';
import type { RootKind } from './sample-query.ts';

export interface DocsTreeProps {
  readonly schema: GraphQLSchema;
  readonly onInsert: (kind: RootKind, field: GraphQLField<unknown, unknown>) => void;
}

const SHOWN_MAX = 60;

/** Queries, mutations, subscriptions and types, to be searched and opened. */
export function DocsTree({ schema, onInsert }: DocsTreeProps): ReactNode {
  const text = useExplorerText();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const roots = useMemo(() => rootsOf(schema), [schema]);
  const types = useMemo(() => typesOf(schema), [schema]);
  const matches = (name: string): boolean => wanted === '' || name.toLowerCase().includes(wanted);
  const shownRoots = roots
    .map((root) => ({ ...root, fields: root.fields.filter(({ name }) => matches(name)) }))
    .filter(({ fields }) => fields.length > 0);
  const shownTypes = types.filter(({ name }) => matches(name));
  return (
    <div className="docs">
      <input
        type="search"
        className="docs-search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        placeholder={text('searchDocs')}
        aria-label={text('searchDocs')}
      />
      <div className="docs-list">
        {shownRoots.map(({ kind, title, fields }) => (
          <Group key={kind} title={text(title)} count={fields.length} isOpen={wanted !== '' || kind === 'query'}>
            {fields.slice(0, wanted === '' ? undefined : SHOWN_MAX).map((field) => (
              <FieldDocs key={field.name} field={field} onInsert={() => onInsert(kind, field)} />
            ))}
          </Group>
        ))}
        {shownTypes.length > 0 && (
          <Group title={text('types')} count={shownTypes.length} isOpen={wanted !== ''}>
            {shownTypes.slice(0, wanted === '' ? undefined : SHOWN_MAX).map((type) => (
              <TypeDocs key={type.name} type={type} />
            ))}
          </Group>
        )}
        {shownRoots.length === 0 && shownTypes.length === 0 && <p className="docs-nothing">{text('nothingFound')}</p>}
      </div>
    </div>
  );
}

interface Root {
  readonly kind: RootKind;
  readonly title: ExplorerTextKey;
  readonly fields: readonly GraphQLField<unknown, unknown>[];
}

function rootsOf(schema: GraphQLSchema): readonly Root[] {
  return [
    { kind: 'query', title: 'queries', fields: Object.values(schema.getQueryType()?.getFields() ?? {}) },
    { kind: 'mutation', title: 'mutations', fields: Object.values(schema.getMutationType()?.getFields() ?? {}) },
    {
      kind: 'subscription',
      title: 'subscriptions',
      fields: Object.values(schema.getSubscriptionType()?.getFields() ?? {}),
    },
  ];
}

function typesOf(schema: GraphQLSchema): readonly GraphQLNamedType[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !roots.some((root) => root === type))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Its content is only made when it is open: a schema has thousands of fields. */
function Group({
  title,
  count,
  isOpen,
  children,
}: {
  readonly title: string;
  readonly count: number;
  readonly isOpen: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const [opened, setOpened] = useState<boolean>();
  const open = opened ?? isOpen;
  return (
    <section className="docs-group">
      <button type="button" className="docs-title" aria-expanded={open} onClick={() => setOpened(!open)}>
        <span>{title}</span>
        <span className="docs-count">{count}</span>
      </button>
      {open && children}
    </section>
  );
}

function FieldDocs({
  field,
  onInsert,
}: {
  readonly field: GraphQLField<unknown, unknown>;
  readonly onInsert: () => void;
}): ReactNode {
  const text = useExplorerText();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="docs-item">
      <div className="docs-row">
        <button type="button" className="docs-name" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Name name={field.name} deprecated={field.deprecationReason} />
          <span className="docs-type">{String(field.type)}</span>
        </button>
        <button
          type="button"
          className="icon-button is-small"
          title={text('insert')}
          aria-label={`${text('insert')}: ${field.name}`}
          onClick={onInsert}
        >
          <PlusIcon />
        </button>
      </div>
      {isOpen && (
        <div className="docs-body">
          <Description text={field.description} deprecated={field.deprecationReason} />
          <Members title="arguments" members={field.args} />
        </div>
      )}
    </div>
  );
}

function TypeDocs({ type }: { readonly type: GraphQLNamedType }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="docs-item">
      <button type="button" className="docs-name" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Name name={type.name} />
      </button>
      {isOpen && (
        <div className="docs-body">
          <Description text={type.description} />
          {(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) && (
            <Members title="fields" members={Object.values(type.getFields())} />
          )}
          {isEnumType(type) && (
            <Values values={type.getValues().map(({ name, description }) => ({ name, description }))} />
          )}
        </div>
      )}
    </div>
  );
}

function Members({
  title,
  members,
}: {
  readonly title: ExplorerTextKey;
  readonly members: readonly (GraphQLArgument | GraphQLField<unknown, unknown> | GraphQLInputField)[];
}): ReactNode {
  const text = useExplorerText();
  if (members.length === 0) return null;
  return (
    <>
      <h4>{text(title)}</h4>
      <ul>
        {members.map((member) => (
          <li key={member.name} title={member.description ?? undefined}>
            <Name name={member.name} deprecated={member.deprecationReason} />{' '}
            <span className="docs-type">{String(member.type)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Values({
  values,
}: {
  readonly values: readonly { readonly name: string; readonly description?: string | null | undefined }[];
}): ReactNode {
  const text = useExplorerText();
  return (
    <>
      <h4>{text('values')}</h4>
      <ul>
        {values.map(({ name, description }) => (
          <li key={name}>
            <Name name={name} /> <span className="docs-type">{description}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Name({
  name,
  deprecated,
}: {
  readonly name: string;
  readonly deprecated?: string | null | undefined;
}): ReactNode {
  return <code className={(deprecated ?? '') === '' ? undefined : 'is-deprecated'}>{name}</code>;
}

function Description({
  text: description,
  deprecated,
}: {
  readonly text: string | null | undefined;
  readonly deprecated?: string | null | undefined;
}): ReactNode {
  const text = useExplorerText();
  return (
    <>
      {(description ?? '') !== '' && <p>{description}</p>}
      {(deprecated ?? '') !== '' && (
        <p className="docs-deprecated">
          {text('deprecated')}: {deprecated}
        </p>
      )}
    </>
  );
}
