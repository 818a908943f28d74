import { issue, pointer, type Issue } from '../../../schema/core/result.ts';
import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import { isRecord } from '../../../schema/template/item-key.ts';
import { OWNER_LABEL, OWNER_ROLE } from '../../compile/access.ts';
import type { ControlPlane } from '../../db/control-plane.ts';
import { templateVersion } from '../../db/control-templates.ts';
import { tenantVersion } from '../../db/control-tenants.ts';
import { PUBLISH_ROLE, type TenantGrant } from './platform-context.ts';

/** A role that can be given, with its label in the caller's language. */
export interface TenantRole {
  readonly id: string;
  readonly label: string;
  readonly isBuiltIn: boolean;
}

const BUILT_IN: readonly { readonly id: string; readonly label: Readonly<Record<Locale, string>> }[] = [
  { id: OWNER_ROLE, label: OWNER_LABEL },
  { id: PUBLISH_ROLE, label: { en: 'Template designer', 'zh-CN': '模板设计者' } },
];

/** The roles of the tenant's template in force, after those that every tenant has. */
export async function rolesOfTenant(
  control: ControlPlane,
  tenant: Pick<TenantGrant, 'id'>,
  locale: Locale,
): Promise<readonly TenantRole[]> {
  const builtIn = builtInRoles(locale);
  const current = await tenantVersion(control, tenant.id);
  const version = current === null ? null : await templateVersion(control, tenant.id, current.number);
  const roles: unknown = version?.document['roles'];
  const own = (Array.isArray(roles) ? roles : []).flatMap((role: unknown) => {
    const id = isRecord(role) ? role['id'] : undefined;
    if (typeof id !== 'string' || builtIn.some((one) => one.id === id)) return [];
    return [{ id, label: labelIn(isRecord(role) ? role['label'] : undefined, locale) || id, isBuiltIn: false }];
  });
  return [...builtIn, ...own];
}

/** Labels of roles; the template is only read where one of them is its own. */
export async function labelsOfRoles(
  control: ControlPlane,
  { tenant, roles }: { readonly tenant: Pick<TenantGrant, 'id'>; readonly roles: readonly string[] },
  locale: Locale,
): Promise<readonly string[]> {
  const isOwn = roles.some((role) => BUILT_IN.every(({ id }) => id !== role));
  const known = isOwn ? await rolesOfTenant(control, tenant, locale) : builtInRoles(locale);
  return roles.map((role) => known.find(({ id }) => id === role)?.label ?? role);
}

function builtInRoles(locale: Locale): readonly TenantRole[] {
  return BUILT_IN.map(({ id, label }) => ({ id, label: textIn(label, locale), isBuiltIn: true }));
}

/** Why these roles can't be given: ROLES_MISSING, ROLE_UNKNOWN with those there are. */
export async function roleIssues(
  control: ControlPlane,
  tenant: Pick<TenantGrant, 'id'>,
  roles: readonly string[],
): Promise<readonly Issue[]> {
  if (roles.length === 0) return [issue('ROLES_MISSING', '/roles')];
  const known = (await rolesOfTenant(control, tenant, 'en')).map(({ id }) => id);
  return roles.flatMap((role, index) =>
    known.includes(role) ? [] : [issue('ROLE_UNKNOWN', pointer('', 'roles', index), { role, known })],
  );
}

/** A text that a stored document carries; the document was valid when it was published. */
export function labelIn(label: unknown, locale: Locale): string {
  if (!isRecord(label)) return '';
  const text: Text = Object.fromEntries(
    Object.entries(label).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
  return textIn(text, locale);
}
