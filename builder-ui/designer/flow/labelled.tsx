import type { ReactNode } from 'react';
import '../parts/parts.css';

/** A setting with its label above it. The control carries the label for assistive technology itself. */
export function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="labelled">
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}
