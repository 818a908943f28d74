import type { Template } from '../../../schema/template/template.ts';
import type { FieldRights } from '../../form-runtime/form-plan.ts';

/** Who may everything; no role of a template (SPEC ACC). */
const OWNER = 'owner';

/**
 * What somebody with these roles may not see or change, field by field, by what the draft grants them; an entity without
 * a grant is not limited here, and an owner nowhere.
 */
export function rightsOfRoles(template: Template, roles: readonly string[]): FieldRights {
  if (roles.includes(OWNER)) return {};
  const grants = (template.roles ?? []).filter(({ id }) => roles.includes(id)).flatMap((role) => role.grants);
  const entities = [
    ...new Set(grants.flatMap(({ entity }) => (entity === undefined || entity === '*' ? [] : [entity]))),
  ];
  return Object.fromEntries(
    entities.map((entity) => {
      const own = grants.filter((grant) => grant.entity === entity || grant.entity === '*');
      // What one grant leaves open is open: only what all of them forbid is forbidden.
      const all = (key: 'hide' | 'mask' | 'lock'): readonly string[] =>
        (own[0]?.[key] ?? []).filter((field) => own.every((grant) => grant[key]?.includes(field) === true));
      return [entity, { hide: all('hide'), mask: all('mask'), lock: all('lock') }] as const;
    }),
  );
}
