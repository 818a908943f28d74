import type { ReactNode } from 'react';

interface SettingRowProps {
  readonly label: string;
  readonly hint?: string;
  /** Of the control, for its label. */
  readonly id?: string;
  readonly children: ReactNode;
}

/** A setting: what it is on the left, how it stands on the right. */
export function SettingRow({ label, hint, id, children }: SettingRowProps): ReactNode {
  return (
    <div className="me-row">
      <div>
        {id === undefined ? <span className="me-label">{label}</span> : <label htmlFor={id}>{label}</label>}
        {hint !== undefined && <p>{hint}</p>}
      </div>
      {children}
    </div>
  );
}
