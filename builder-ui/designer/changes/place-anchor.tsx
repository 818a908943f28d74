import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTenant } from '../../shell/tenant-frame.tsx';
import type { PlaceLink } from './place-link.ts';

/** A link to where a place of the template is designed. */
export function PlaceAnchor({
  place,
  children,
  className,
  label,
}: {
  readonly place: PlaceLink;
  readonly children: ReactNode;
  readonly className?: string;
  /** Where the words alone would not say where it leads. */
  readonly label?: string;
}): ReactNode {
  const { name: tenant } = useTenant();
  const { route, hash } = place;
  const more = {
    ...(hash === undefined ? {} : { hash }),
    ...(className === undefined ? {} : { className }),
    ...(label === undefined ? {} : { 'aria-label': label }),
  };
  if ('entity' in route) {
    return (
      <Link to={route.to} params={{ tenant, entity: route.entity }} {...more}>
        {children}
      </Link>
    );
  }
  return (
    <Link to={route.to} params={{ tenant }} {...more}>
      {children}
    </Link>
  );
}
