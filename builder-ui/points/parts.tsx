import { Alert } from 'antd';
import { useId, type ReactNode } from 'react';
import type { TenantIssue } from '../data/tenant-client.ts';
import { pointsText, signedText, signOf } from './points-figures.ts';
import { usePointsText } from './points-texts.ts';

interface PanelProps {
  readonly title: string;
  readonly hint?: ReactNode;
  /** Beside the title. */
  readonly extra?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of a page under its title. */
export function Panel({ title, hint, extra, className = '', children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section className={`pts-panel ${className}`} aria-labelledby={id}>
      <header className="pts-panel-head">
        <h2 id={id}>{title}</h2>
        {extra}
      </header>
      {hint !== undefined && <p className="pts-hint">{hint}</p>}
      {children}
    </section>
  );
}

/** What the points are called: the ledger's unit, and a word of the language for the usual `pt`. */
export function useUnit(unit: string | null | undefined): string {
  const text = usePointsText();
  return unit === null || unit === undefined || unit === 'pt' ? text('pt') : unit;
}

/** An amount with its unit. */
export function Amount({ value, unit }: { readonly value: string; readonly unit?: string | null }): ReactNode {
  const text = usePointsText();
  const word = useUnit(unit);
  return (
    <span className="pts-amount">
      {pointsText(value)} <small>{word === text('pt') ? text('ptOf', { count: Number(value) }) : word}</small>
    </span>
  );
}

/** A change of points: its sign is written, colour only helps. */
export function Change({ value }: { readonly value: string }): ReactNode {
  const sign = signOf(value);
  return <span className={`pts-change ${sign > 0 ? 'is-more' : sign < 0 ? 'is-less' : ''}`}>{signedText(value)}</span>;
}

/** All that was wrong, each with its cure. */
export function Issues({ issues }: { readonly issues: readonly TenantIssue[] }): ReactNode {
  if (issues.length === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={issues.map(({ message }) => message).join(' ')}
      description={issues.map(({ cure }) => cure).join(' ')}
    />
  );
}

interface PickProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onPick: (value: Value) => void;
  /** The label stands above it, else it is only heard. */
  readonly isLabelled?: boolean;
}

/** Chooses one of a few: the browser's own list, which every phone and every reader knows. */
export function Pick<Value extends string>({ label, value, options, onPick, isLabelled }: PickProps<Value>): ReactNode {
  return (
    <label className="pts-field">
      <span className={isLabelled === true ? 'pts-label' : 'unseen'}>{label}</span>
      <select
        className="pts-select"
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((one) => one.value === target.value);
          if (chosen !== undefined) onPick(chosen.value);
        }}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Nothing is here yet, and what would be. */
export function Nothing({ title, hint }: { readonly title: string; readonly hint?: string }): ReactNode {
  return (
    <div className="pts-nothing">
      <strong>{title}</strong>
      {hint !== undefined && <p>{hint}</p>}
    </div>
  );
}
