import { useMatch, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTenantModel } from '../data/tenant-model.ts';
import { useSession } from './session-context.tsx';

/** Roles that may open the designer, besides the operator. */
const DESIGN_ROLES: readonly string[] = ['owner', 'template.publish'];

/** Whether the reader is designing, may, and where the other side of the same thing is. */
export interface DesignSwitch {
  readonly isDesigning: boolean;
  readonly isAllowed: boolean;
  readonly label: string;
  /** For the router: the list of the entity being designed, or the design of the entity being worked with. */
  readonly other: { readonly to: string; readonly params: Readonly<Record<string, string>> };
}

/** The record that one came from is remembered, so that one comes back to it. */
const LAST_PLACE = 'formwork.place.';

/** The switch 使用⇄设计 of a tenant. */
export function useDesignSwitch(name: string | undefined): DesignSwitch {
  const { me } = useSession();
  const { tenant } = useTenantModel(name ?? '');
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const designed = useMatch({ from: '/w/$tenant/design/o/$entity', shouldThrow: false })?.params.entity;
  const worked = /^\/w\/[^/]+\/e\/([^/]+)/.exec(path)?.[1];
  const isDesigning = /^\/w\/[^/]+\/design(?:\/|$)/.test(path);
  const isAllowed = me.user?.isOperator === true || (tenant?.myRoles ?? []).some((role) => DESIGN_ROLES.includes(role));
  const params = { tenant: name ?? '' };
  useEffect(() => {
    if (!isDesigning && name !== undefined) sessionStorage.setItem(`${LAST_PLACE}${name}`, path);
  }, [isDesigning, name, path]);
  const place = sessionStorage.getItem(`${LAST_PLACE}${name ?? ''}`);
  const entity = designed ?? worked;
  return { isDesigning, isAllowed, label: tenant?.label ?? name ?? '', other: otherSide() };

  function otherSide(): DesignSwitch['other'] {
    if (!isDesigning) {
      return entity === undefined
        ? { to: '/w/$tenant/design', params }
        : { to: '/w/$tenant/design/o/$entity/fields', params: { ...params, entity } };
    }
    // Back to the record that one left, when it is one of what was being designed.
    if (place !== null && (entity === undefined || `${place}/`.startsWith(`/w/${name}/e/${entity}/`))) {
      return { to: place, params: {} };
    }
    return entity === undefined
      ? { to: '/w/$tenant', params }
      : { to: '/w/$tenant/e/$entity', params: { ...params, entity } };
  }
}
