import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** To be written. */
export function AdminFrame(): ReactNode {
  return <Outlet />;
}
