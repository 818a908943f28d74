import { LIMITS } from '../../../schema/core/limits.ts';
import { must } from '../../../schema/core/result.ts';
import { bindRead, planRead } from '../../compile/read-plan.ts';
import { inShell } from '../../compile/read-shell.ts';
import { selectionsOn } from '../../compile/selection.ts';
import { textFor } from '../../compile/sql-text.ts';
import { prepareDocument } from '../tenant/prepare-document.ts';
import type { ServiceCall } from '../tenant/services.ts';
import { bindingOf } from '../tenant/tenant-request.ts';

/**
 * What a document of ours answers when the caller asks it: rows and fields out of the caller's sight are out of it here
 * too. `{}` where the caller's part of the API does not have all that it names.
 */
export async function readAsCaller(
  { request, caller }: Pick<ServiceCall, 'request' | 'caller'>,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { shape, tenant } = request;
  const prepared = prepareDocument(shape, caller, query);
  const node = prepared.operations[0];
  if (prepared.errors.length > 0 || prepared.issues.length > 0 || node === undefined) return {};
  const type = must(shape.schema.getQueryType(), 'query type');
  const roots = selectionsOn({ schema: shape.schema, fragments: prepared.fragments, variables }, type, [
    node.selectionSet,
  ]);
  const plan = planRead(shape.model, caller.access, roots, { namesTypes: false });
  if (!plan.ok) return {};
  const bound = bindRead(plan.value, bindingOf(request, variables));
  if (!bound.ok) return {};
  const row = await request.database.readRowAsTenant(
    { role: tenant.role, timeoutMs: LIMITS.readTimeoutMs },
    { text: textFor(plan.value.template, tenant.schema), params: bound.value },
  );
  return JSON.parse(inShell(plan.value.texts, row)) as Readonly<Record<string, unknown>>;
}

/** The rows of a connection that `readAsCaller` gave under a name. */
export function nodesOf(
  data: Readonly<Record<string, unknown>>,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  const found = data[name];
  const nodes: unknown = typeof found === 'object' && found !== null && 'nodes' in found ? found.nodes : [];
  return Array.isArray(nodes) ? (nodes as Readonly<Record<string, unknown>>[]) : [];
}
