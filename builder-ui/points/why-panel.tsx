import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { parseInstant } from '../../schema/expr/calendar.ts';
import { shownMoment } from '../form-runtime/moment-text.ts';
import { groupThousands } from '../form-runtime/number-text.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useMyText } from './my-texts.ts';
import type { Cut, Entry, Part, Why } from './points-documents.ts';
import { pointsText } from './points-figures.ts';
import { usePointsText } from './points-texts.ts';
import { useShownDate } from './use-shown.ts';
import { useWhyText } from './why-texts.ts';

interface WhyPanelProps {
  readonly entry: Entry;
  readonly onAppeal: (() => void) | undefined;
}

/** Why an entry is what it is (SPEC [PWK-4]): condition, calculation, what cut it, and what the rule read. */
export function WhyPanel({ entry, onAppeal }: WhyPanelProps): ReactNode {
  const text = useWhyText();
  const { why } = entry;
  return (
    <div className="pts-why">
      {why === null ? <p>{text('booked', { label: entry.label })}</p> : <WhyParts why={why} />}
      <div className="pts-why-foot">
        {why !== null && <WhyFacts entry={entry} why={why} />}
        <span className="pts-space" />
        <RecordLink entry={entry} />
        {onAppeal !== undefined && (
          <Button size="small" onClick={onAppeal}>
            {text('appeal')}
          </Button>
        )}
      </div>
    </div>
  );
}

function WhyParts({ why }: { readonly why: Why }): ReactNode {
  const text = useWhyText();
  return (
    <>
      {why.reason !== null && (
        <figure className="pts-quote">
          <blockquote>{why.reason}</blockquote>
          {why.giver !== null && <figcaption>{text('reason', { name: why.giver.name })}</figcaption>}
        </figure>
      )}
      <div className="pts-why-grid">
        {why.condition.length > 0 && (
          <section>
            <h3>{text('because')}</h3>
            {why.condition.every(({ source }) => source === 'true') ? (
              <p className="pts-hint">{text('always')}</p>
            ) : (
              <Parts parts={why.condition} />
            )}
          </section>
        )}
        {why.amount.length > 0 && (
          <section>
            <h3>{text('amount')}</h3>
            <Parts parts={why.amount} />
          </section>
        )}
        <div className="pts-why-side">
          <Granted asked={why.asked} granted={why.granted} cutBy={why.cutBy} />
          {why.values.length > 0 && <Values why={why} />}
        </div>
      </div>
    </>
  );
}

/** A condition or an amount taken apart; what is true or false has its sign. */
export function Parts({ parts }: { readonly parts: readonly Part[] }): ReactNode {
  const text = useWhyText();
  const shown = useShownValue();
  return (
    <ul className="pts-parts">
      {parts.map((part, index) => {
        const isTruth = part.value === 'true' || part.value === 'false';
        const isSame = part.says === part.value;
        return (
          // Parts have no other identity than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={`is-depth-${Math.min(part.depth, 4)}`}>
            {isTruth && (
              <span className={part.value === 'true' ? 'pts-holds' : 'pts-holds-not'}>
                <span aria-hidden="true">{part.value === 'true' ? '✓' : '✗'}</span>
                <span className="unseen">{text(part.value === 'true' ? 'held' : 'heldNot')}</span>
              </span>
            )}
            <span className="pts-says">{part.says}</span>
            {!isTruth && !isSame && part.value !== null && <b>{shown(part.value)}</b>}
          </li>
        );
      })}
    </ul>
  );
}

interface GrantedProps {
  readonly asked: string;
  readonly granted: string;
  readonly cutBy: Cut | null;
}

/** What the rule asked for, what was given of it, and what took the rest. */
export function Granted({ asked, granted, cutBy }: GrantedProps): ReactNode {
  const text = useWhyText();
  const share = Number(asked) > 0 ? Math.min(1, Number(granted) / Number(asked)) : 0;
  return (
    <section>
      <h3>{text('granted')}</h3>
      <div className="pts-granted">
        <span className="pts-granted-bar" aria-hidden="true">
          <span style={{ inlineSize: `${share * 100}%` }} />
        </span>
        <span>
          <b>{pointsText(granted)}</b> / {pointsText(asked)} <small>{text('asked')}</small>
        </span>
      </div>
      {cutBy === null ? (
        <p className="pts-hint">{text('inFull')}</p>
      ) : (
        <p className="pts-cut">
          {text('cut', { says: cutBy.says })}
          {cutBy.max !== null && cutBy.left !== null && (
            <> {text('cutLeft', { left: pointsText(cutBy.left), max: pointsText(cutBy.max) })}</>
          )}
        </p>
      )}
    </section>
  );
}

function Values({ why }: { readonly why: Why }): ReactNode {
  const text = useWhyText();
  const shown = useShownValue();
  return (
    <section>
      <h3>{text('values')}</h3>
      <dl className="pts-values">
        {/* Nobody knows a record by its id; the way to it stands below. */}
        {why.values
          .filter(({ path }) => path !== 'id')
          .map(({ path, label, value }) => (
            <div key={path}>
              <dt>{label}</dt>
              <dd>{value === null ? <em>{text('unknown')}</em> : shown(value)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function WhyFacts({ entry, why }: { readonly entry: Entry; readonly why: Why }): ReactNode {
  const text = useWhyText();
  const shown = useShownDate();
  const { name } = useTenant();
  return (
    <>
      <Link to="/w/$tenant/points/rules" params={{ tenant: name }} hash={entry.rule}>
        {text('version', { number: why.templateVersion })}
      </Link>
      {why.pendingUntil !== null && <span>{text('pendingUntil', { date: shown(why.pendingUntil) })}</span>}
      {why.expiresAt !== null && <span>{text('expiresAt', { date: shown(why.expiresAt) })}</span>}
    </>
  );
}

/** To what the points came for, where the reader may have it. */
function RecordLink({ entry }: { readonly entry: Entry }): ReactNode {
  const text = useMyText();
  const { name, model } = useTenant();
  const entity = model.entities.find(({ id }) => id === entry.entity);
  if (entity === undefined || entry.recordId === null) return null;
  return (
    <Link to="/w/$tenant/e/$entity/$id" params={{ tenant: name, entity: entity.id, id: entry.recordId }}>
      {text('openRecord')}
    </Link>
  );
}

/** A value that a rule read, as people write it. */
function useShownValue(): (value: string) => string {
  const text = usePointsText();
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  return (value) => {
    if (value === 'true' || value === 'false') return text(value === 'true' ? 'yes' : 'no');
    if (/^-?\d+(\.\d+)?$/.test(value)) return groupThousands(value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''));
    return /^\d{4}-\d\d-\d\dT/.test(value) && parseInstant(value) !== undefined
      ? shownMoment(value, locale, timeZone)
      : value;
  };
}
