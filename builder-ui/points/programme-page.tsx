import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Input, Segmented } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { saveCsvText } from '../data/save-file.ts';
import { askTenant } from '../data/tenant-client.ts';
import { LAB_PERIODS, labPeriod, type LabPeriodKind } from '../designer/points/lab-period.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { NotForYou } from '../workplace/no-access.tsx';
import { useApiRights } from '../workplace/use-api-rights.ts';
import { REPORT_CSV_DOCUMENT, REPORT_DOCUMENT, type Report } from './report-document.ts';
import { AllFigures, Flow, RuleShares, Spreads, Tiles } from './report-parts.tsx';
import { useReportText } from './report-texts.ts';
import { usePoints } from './use-points.ts';

/** What is asked: a period, and perhaps the one before it to compare with. */
interface Question {
  readonly from: string;
  readonly to: string;
  readonly baselineFrom?: string;
  readonly baselineTo?: string;
}

/** The figures of the points programme, for owners, designers and who sees every entry (SPEC [PWK-14]). */
export function ProgrammePage(): ReactNode {
  const text = useReportText();
  const tenant = useTenant();
  const { rights, error: rightsError, retry } = useApiRights(tenant);
  const [kind, setKind] = useState<LabPeriodKind>('last90');
  const [own, setOwn] = useState(() => lastDays(30));
  const [isCompared, setCompared] = useState(false);
  // The moment is taken once, so that the same choice stays the same question.
  const [now] = useState(() => new Date());
  const isWhole = kind !== 'ownPeriod' || (own.from !== '' && own.to !== '' && own.from <= own.to);
  const question = useMemo<Question>(
    () => questionOf(labPeriod(kind, { now, own, timeZone: tenant.timeZone }), isCompared),
    [kind, now, own, tenant.timeZone, isCompared],
  );
  const mayAsk = rights?.mayAsk('pointsReport') === true;
  const { data, error, refetch, isFetching } = usePoints<{ readonly report: Report }>({
    query: REPORT_DOCUMENT,
    variables: { ...question },
    isWanted: mayAsk && isWhole,
  });
  if (rights === undefined) return rightsError === null ? <Waiting /> : <Failure error={rightsError} retry={retry} />;
  if (!mayAsk) return <NotForYou />;
  return (
    <>
      <header className="pts-head">
        <div>
          <h1 className="pts-title">{text('title')}</h1>
          <p className="pts-lead">{text('lead')}</p>
        </div>
        {rights.mayAsk('pointsReportCsv') && <CsvButton question={question} />}
      </header>
      <div className="pts-question">
        <Segmented<LabPeriodKind>
          aria-label={text('period')}
          value={kind}
          onChange={setKind}
          options={LAB_PERIODS.map((value) => ({ value, label: text(value) }))}
        />
        {kind === 'ownPeriod' &&
          (['from', 'to'] as const).map((end) => (
            <label key={end} className="pts-field">
              <span className="unseen">{text(end)}</span>
              <Input type="date" value={own[end]} onChange={({ target }) => setOwn({ ...own, [end]: target.value })} />
            </label>
          ))}
        <Checkbox checked={isCompared} onChange={({ target }) => setCompared(target.checked)}>
          {text('compare')}
        </Checkbox>
      </div>
      {data === undefined ? (
        error === null ? (
          <Waiting />
        ) : (
          <Failure error={error} retry={() => void refetch()} />
        )
      ) : (
        <div className="pts-page" aria-busy={isFetching}>
          <Tiles report={data.report} />
          <div className="pts-boards">
            <Flow report={data.report} />
            <RuleShares report={data.report} />
            <Spreads report={data.report} kind="department" />
            <Spreads report={data.report} kind="role" />
          </div>
          <AllFigures report={data.report} isCompared={isCompared} />
          {data.report.notes.map((note) => (
            <p key={note} className="pts-hint">
              {note}
            </p>
          ))}
        </div>
      )}
    </>
  );
}

/** The period before is as long and ends where this one begins. */
function questionOf({ from, to }: { readonly from: string; readonly to: string }, isCompared: boolean): Question {
  if (!isCompared) return { from, to };
  const length = Date.parse(to) - Date.parse(from);
  return { from, to, baselineFrom: new Date(Date.parse(from) - length).toISOString(), baselineTo: from };
}

function lastDays(count: number): { readonly from: string; readonly to: string } {
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return { from: day(count), to: day(1) };
}

function CsvButton({ question }: { readonly question: Question }): ReactNode {
  const text = useReportText();
  const { name } = useTenant();
  const { locale } = useLanguage();
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const download = async (): Promise<void> => {
    setBusy(true);
    try {
      const answer = await askTenant<{ readonly csv: string }>(name, {
        query: REPORT_CSV_DOCUMENT,
        variables: question,
        locale,
      });
      if (answer.ok)
        saveCsvText(answer.data.csv, `points-${question.from.slice(0, 10)}-${question.to.slice(0, 10)}.csv`);
      else void message.error(answer.issues.map((issue) => issue.message).join(' '));
    } catch (error) {
      void message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<DownloadOutlined />} loading={isBusy} onClick={() => void download()}>
      {text('csv')}
    </Button>
  );
}
