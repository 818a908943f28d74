import { ExperimentOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Empty, Input, Progress, Segmented, Select, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import '../flow/flow.css';
import { Labelled } from '../flow/labelled.tsx';
import { useDraft } from '../session/draft-context.tsx';
import { nameOf } from './award-words.ts';
import { LAB_PERIODS, labPeriod, type LabPeriodKind } from './lab-period.ts';
import { FirstLook } from './first-look.tsx';
import { ExportButton, LabResult } from './lab-result.tsx';
import { useLabText } from './lab-texts.ts';
import { pointsLedgers } from './points-ledger.ts';
import { ruleChanges } from './rule-changes.ts';
import { useLabRun, type LabRun } from './use-lab-run.ts';
import './points.css';
import './points-parts.css';
import './lab.css';

/** The points lab: the rules of the draft over what really happened in a period. Nothing is posted (SPEC [DSG-85]). */
export function LabPage(): ReactNode {
  const text = useLabText();
  const template = useDraft(({ log }) => log.template);
  const inForce = useDraft(({ base }) => base.template);
  const lab = useLabRun();
  const answer = lab.run?.answer ?? undefined;
  const isStale = lab.asked !== undefined && ruleChanges(lab.asked, template).length > 0;
  return (
    <div className="points-page">
      <header className="points-head">
        <div>
          <h1>
            {text('title')}{' '}
            <Tag icon={<SafetyCertificateOutlined />} color="processing">
              {text('nothingPosted')}
            </Tag>
          </h1>
          <p className="flow-hint">{text('intro')}</p>
        </div>
        {answer !== undefined && <ExportButton answer={answer} />}
      </header>
      {pointsLedgers(inForce).length === 0 ? (
        <Empty className="flow-empty" description={text('noLedger')} />
      ) : (
        <>
          <Question lab={lab} />
          <LabState lab={lab} />
          {lab.isEarlier && answer !== undefined && <Earlier from={answer.from} to={answer.to} />}
          {isStale && answer !== undefined && <Alert showIcon type="warning" title={text('stale')} />}
          {answer !== undefined && lab.asked !== undefined && <LabResult answer={answer} asked={lab.asked} />}
        </>
      )}
    </div>
  );
}

/** Which period, which ledger, and what of the rules is otherwise. */
function Question({ lab }: { readonly lab: LabRun }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  const template = useDraft(({ log }) => log.template);
  const hasMistakes = useDraft(({ compiled }) => compiled.issues.some(({ path }) => /^\/(awards|tables)\b/.test(path)));
  const [kind, setKind] = useState<LabPeriodKind>('last90');
  const [own, setOwn] = useState(() => lastDays(30));
  const [ledger, setLedger] = useState<string>();
  const ledgers = pointsLedgers(template);
  const isWhole = kind !== 'ownPeriod' || (own.from !== '' && own.to !== '' && own.from <= own.to);
  const start = (): void => {
    const chosen = ledger ?? ledgers[0]?.id;
    const period = labPeriod(kind, { now: new Date(), own, timeZone });
    lab.start({ template, period, ...(chosen === undefined ? {} : { ledger: chosen }) });
  };
  return (
    <section className="panel lab-question" aria-label={text('period')}>
      <div className="lab-controls">
        <Segmented<LabPeriodKind>
          aria-label={text('period')}
          value={kind}
          onChange={setKind}
          options={LAB_PERIODS.map((one) => ({ value: one, label: text(one) }))}
        />
        {kind === 'ownPeriod' &&
          (['from', 'to'] as const).map((end) => (
            <Labelled key={end} label={text(end)}>
              <Input
                type="date"
                aria-label={text(end)}
                value={own[end]}
                onChange={(event) => setOwn({ ...own, [end]: event.target.value })}
              />
            </Labelled>
          ))}
        {ledgers.length > 1 && (
          <Select
            aria-label={text('ledger')}
            value={ledger ?? ledgers[0]?.id ?? ''}
            options={ledgers.map((one) => ({ value: one.id, label: nameOf(one, locale) }))}
            onChange={setLedger}
          />
        )}
        <Button
          type="primary"
          icon={<ExperimentOutlined />}
          loading={lab.isBusy}
          disabled={!isWhole || hasMistakes}
          onClick={start}
        >
          {text(lab.run?.answer === null || lab.run === undefined ? 'run' : 'again')}
        </Button>
      </div>
      {hasMistakes ? <Alert showIcon type="error" title={text('draftMistakes')} /> : <Changes />}
    </section>
  );
}

function Changes(): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const params = useParams({ from: '/w/$tenant' });
  const base = useDraft((state) => state.base.template);
  const template = useDraft(({ log }) => log.template);
  const changes = ruleChanges(base, template);
  return (
    <p className="lab-changes">
      <span>{text(changes.length === 0 ? 'draftSame' : 'draftHas')}</span>{' '}
      {changes.map(({ id, label, change }) => (
        <Tag key={`${change} ${id}`} color={change === 'removed' ? 'error' : 'processing'}>
          {textIn(label, locale) || id} · {text(change)}
        </Tag>
      ))}
      <Link to="/w/$tenant/design/points" params={params}>
        {text('toRules')}
      </Link>
    </p>
  );
}

function lastDays(count: number): { readonly from: string; readonly to: string } {
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return { from: day(count), to: day(1) };
}

/** How far it is, or what stands in the way. */
function LabState({ lab }: { readonly lab: LabRun }): ReactNode {
  const text = useLabText();
  const { run, issues, error, isBusy } = lab;
  if (isBusy) {
    const { done = 0, total = 0 } = run ?? {};
    const percent = total === 0 ? 0 : Math.round((done / total) * 100);
    const words = total === 0 ? text('begun') : text('running', { done, total });
    return (
      <div className="lab-progress" role="status">
        <span>{words}</span>
        <Progress percent={percent} status="active" aria-label={words} />
      </div>
    );
  }
  if (error !== null) return <Alert showIcon type="error" title={error.message} description={error.cure} />;
  if (issues.length > 0 || run?.state === 'failed')
    return (
      <Alert
        showIcon
        type="error"
        title={text('failed')}
        description={
          <ul>
            {issues.map(({ code, path, message, cure }) => (
              <li key={`${code} ${path}`}>
                {message} {cure}
              </li>
            ))}
          </ul>
        }
      />
    );
  return run === undefined ? <FirstLook /> : null;
}

/** Which period the result is of that stood here last. */
function Earlier({ from, to }: { readonly from: string; readonly to: string }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const { timeZone } = useTenant();
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  // The period ends where the day after it begins.
  const last = new Date(new Date(to).getTime() - 1);
  return (
    <p className="lab-earlier" role="status">
      {text('earlier', { from: day.format(new Date(from)), to: day.format(last) })}
    </p>
  );
}
