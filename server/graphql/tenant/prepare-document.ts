import {
  getNamedType,
  GraphQLError,
  isInputObjectType,
  Kind,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { LIMITS } from '../../../schema/core/limits.ts';
import { issue, type Issue } from '../../../schema/core/result.ts';
import type { CompiledShape, ShapeAccess } from './compiled-shape.ts';
import { checkLimits } from './document-limits.ts';

/** A document that was parsed, bounded and validated for one access. */
export interface PreparedDocument {
  /** Its own in this process, for keys. */
  readonly id: number;
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Variables that decide the plan itself: those given straight to a page size. */
  readonly structural: ReadonlySet<string>;
  readonly errors: readonly GraphQLError[];
  readonly issues: readonly Issue[];
}

/** Parses and validates a document once per (shape, access, text). */
export function prepareDocument(shape: CompiledShape, caller: ShapeAccess, source: string): PreparedDocument {
  const key = `${caller.access.key}\u0000${source}`;
  const known = shape.documents.get(key);
  if (known !== undefined) return known;
  const prepared = prepare(shape, caller, source);
  shape.documents.set(key, prepared);
  return prepared;
}

let made = 0;

function prepare(shape: CompiledShape, caller: ShapeAccess, source: string): PreparedDocument {
  made += 1;
  const empty = {
    id: made,
    document: { kind: Kind.DOCUMENT, definitions: [] } as DocumentNode,
    operations: [],
    fragments: {},
    structural: new Set<string>(),
    errors: [],
    issues: [],
  };
  let document: DocumentNode;
  try {
    document = parse(source, { maxTokens: LIMITS.queryTokensMax });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // graphql-js tells this one bound as a syntax error; it is a limit like the others.
    return /token/i.test(error.message) && error.message.includes(String(LIMITS.queryTokensMax))
      ? { ...empty, issues: [issue('QUERY_TOO_LONG', '', { max: LIMITS.queryTokensMax })] }
      : { ...empty, errors: [error] };
  }
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fragments = Object.fromEntries(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const bounded = checkLimits(document);
  if (bounded.length > 0) return { ...empty, document, issues: bounded };
  return {
    ...empty,
    document,
    operations,
    fragments,
    structural: structuralVariables(document),
    errors: validateFor(shape, caller, document),
  };
}

/**
 * The errors that the caller's own view of the schema gives. The full schema is asked first, since it is at hand;
 * only a document that errs there, or touches what the caller has no right to, is held against his view.
 */
function validateFor(shape: CompiledShape, caller: ShapeAccess, document: DocumentNode): readonly GraphQLError[] {
  const errors = validate(shape.schema, document);
  if (caller.visibility === null) return errors;
  if (errors.length === 0 && !touchesHidden(shape, caller, document)) return [];
  return validate(caller.visibleSchema(), document);
}

function touchesHidden(shape: CompiledShape, caller: ShapeAccess, document: DocumentNode): boolean {
  const { visibility } = caller;
  if (visibility === null) return false;
  let hidden = false;
  const info = new TypeInfo(shape.schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType()?.name;
        if (parent !== undefined && !node.name.value.startsWith('__') && !visibility.hasField(parent, node.name.value))
          hidden = true;
      },
      Argument(node, _key, _parent, _path, ancestors) {
        const parent = info.getParentType()?.name;
        const field = info.getFieldDef()?.name;
        const owner = ancestors.at(-1);
        const onField = owner !== undefined && !Array.isArray(owner) && (owner as { kind: string }).kind === Kind.FIELD;
        if (
          onField &&
          parent !== undefined &&
          field !== undefined &&
          !field.startsWith('__') &&
          !visibility.hasArgument(parent, field, node.name.value)
        )
          hidden = true;
      },
      ObjectField(node) {
        const parent = getNamedType(info.getParentInputType());
        if (isInputObjectType(parent) && !visibility.hasField(parent.name, node.name.value)) hidden = true;
      },
      NamedType(node) {
        if (!visibility.hasType(node.name.value)) hidden = true;
      },
    }),
  );
  return hidden;
}

/** Names of variables that are handed straight to an argument of type `Int`: page sizes and rounding. */
function structuralVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    Field(node) {
      for (const argument of node.arguments ?? []) {
        if (STRUCTURAL_ARGUMENTS.has(argument.name.value) && argument.value.kind === Kind.VARIABLE)
          names.add(argument.value.name.value);
      }
    },
  });
  return names;
}

const STRUCTURAL_ARGUMENTS: ReadonlySet<string> = new Set(['first', 'last', 'round']);
