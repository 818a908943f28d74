import { useMemo } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Model } from '../../schema/model/model.ts';
import { resolveModel } from '../../schema/model/resolve.ts';
import { parseTemplate } from '../../schema/template/parse.ts';
import type { Template } from '../../schema/template/template.ts';
import { TemplateInForceDocument, type TemplateInForceQuery } from './generated/graphql.ts';
import type { ServerError } from './platform-client.ts';
import { usePlatform } from './use-platform.ts';

/** A tenant as the application works with it: who it is, and its template in force, resolved. */
export interface TenantModel {
  readonly name: string;
  readonly label: string;
  readonly timeZone: string;
  readonly version: number;
  readonly myRoles: readonly string[];
  readonly roles: readonly { readonly id: string; readonly label: string; readonly isBuiltIn: boolean }[];
  readonly template: Template;
  readonly model: Model;
}

/** The topic under which the template in force is kept: invalidated when a version is published. */
export const TEMPLATE_TOPIC = 'template';

/** The tenant and its model; `undefined` in the answer where the caller does not belong or nothing is published. */
export function useTenantModel(tenant: string): {
  readonly query: UseQueryResult<TemplateInForceQuery, ServerError>;
  readonly tenant: TenantModel | undefined;
} {
  const query = usePlatform(TemplateInForceDocument, { topic: TEMPLATE_TOPIC, variables: { tenant } });
  const { data } = query;
  const document = data?.templateOf?.document;
  const version = data?.templateOf?.version;
  // Resolved once a version, not once a language or a poll.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const resolved = useMemo(() => (document === undefined ? undefined : resolvedTemplate(document)), [version]);
  return { query, tenant: useMemo(() => tenantModelOf(data, resolved), [data, resolved]) };
}

interface ResolvedTemplate {
  readonly template: Template;
  readonly model: Model;
}

function resolvedTemplate(document: unknown): ResolvedTemplate | undefined {
  const template = parseTemplate(document);
  if (!template.ok) return undefined;
  const model = resolveModel(template.value);
  return model.ok ? { template: template.value, model: model.value } : undefined;
}

function tenantModelOf(
  data: TemplateInForceQuery | undefined,
  resolved: ResolvedTemplate | undefined,
): TenantModel | undefined {
  if (data?.tenant === null || data?.tenant === undefined || resolved === undefined) return undefined;
  const { name, label, timeZone, version, myRoles, roles } = data.tenant;
  return { name, label, timeZone, version, myRoles, roles, ...resolved };
}
