import { DownloadOutlined, InfoCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, type ReactNode } from 'react';
import type { Template } from '../../../schema/template/template.ts';
import { saveCsvText } from '../../data/save-file.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { useRoleNames } from '../flow/use-role-names.ts';
import { perWord } from './award-words.ts';
import { durationWords } from './duration-parts.ts';
import { BoxRows, HistogramChart, Twin } from './lab-charts.tsx';
import {
  changeText,
  evenness,
  histogram,
  labCsv,
  pointsText,
  shareText,
  signedText,
  signOf,
  type LabAnswer,
} from './lab-figures.ts';
import { Samples } from './lab-samples.tsx';
import {
  BudgetTable,
  CutTable,
  Difference,
  GroupTable,
  HistogramTable,
  LabPanel,
  PeopleTable,
  RuleTable,
} from './lab-tables.tsx';
import { useLabText } from './lab-texts.ts';
import { useWording } from './use-award.ts';

/** All that the lab found: totals, spread, people, groups, rules, budgets, caps, flags, entries. */
export function LabResult({ answer, asked }: { readonly answer: LabAnswer; readonly asked: Template }): ReactNode {
  const text = useLabText();
  const roleName = useRoleNames();
  const capOf = useCapWords(asked);
  const bins = useMemo(() => histogram(answer.people), [answer.people]);
  const roles = answer.roles.map((role) => ({ ...role, label: role.id === null ? '' : roleName(role.id) }));
  return (
    <div className="lab-result">
      <Figures answer={answer} />
      <Posted answer={answer} />
      <Twin
        title={text('distribution')}
        hint={text('distributionHint')}
        chart={<HistogramChart bins={bins} title={text('distribution')} />}
        table={<HistogramTable bins={bins} />}
      />
      <div className="lab-pair">
        <LabPanel title={text('winners')}>
          <PeopleTable people={answer.winners} />
        </LabPanel>
        <LabPanel title={text('losers')}>
          <PeopleTable people={answer.losers} />
        </LabPanel>
      </div>
      <LabPanel title={text('rules')}>
        <RuleTable rules={answer.rules} />
      </LabPanel>
      <div className="lab-pair">
        <Twin
          title={text('departments')}
          hint={text('groupHint')}
          chart={<BoxRows groups={answer.departments} title={text('departments')} />}
          table={<GroupTable groups={answer.departments} name={text('department')} />}
        />
        <Twin
          title={text('roles')}
          hint={text('groupHint')}
          chart={<BoxRows groups={roles} title={text('roles')} />}
          table={<GroupTable groups={roles} name={text('role')} />}
        />
      </div>
      <div className="lab-pair">
        <LabPanel title={text('budgets')}>
          <BudgetTable budgets={answer.budgets} />
        </LabPanel>
        <LabPanel title={text('cuts')}>
          <CutTable cuts={answer.cuts} capOf={capOf} />
        </LabPanel>
      </div>
      <LabPanel title={text('flags')}>
        <Flags answer={answer} />
      </LabPanel>
      <LabPanel title={text('samples')}>
        <Samples samples={answer.samples} capOf={capOf} />
      </LabPanel>
      <LabPanel title={text('aboutTitle')}>
        <ul className="lab-notes">
          <li>{text('events', { count: answer.events })}</li>
          {answer.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </LabPanel>
    </div>
  );
}

/** What a cap of a rule says, in words; by the number of the cap where it has no id. */
function useCapWords(asked: Template): (rule: string, cap: string) => string | undefined {
  const { text, locale } = useWording();
  return (rule, cap) => {
    const award = asked.awards?.find(({ id }) => id === rule);
    const limit = [...(award?.limits ?? []), ...(award?.manual?.limits ?? [])].find(({ id }) => id === cap);
    if (award === undefined || limit === undefined) return undefined;
    const per = limit.per.map((part) => perWord(part, award, { template: asked, locale, text })).join(text('andWord'));
    return limit.max === undefined
      ? text('pause', { time: durationWords(limit.cooldown ?? '', locale), per })
      : text('atMost', { max: limit.max, per });
  };
}

function Figures({ answer }: { readonly answer: LabAnswer }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const { totals, spread } = answer;
  const change = (before: string | null, after: string | null): string =>
    fromTo(shareText(before, locale), shareText(after, locale));
  const isSame = answer.winnersCount + answer.losersCount === 0;
  return (
    <section className="lab-figures" aria-label={text('figures')}>
      <div className="lab-figure is-main">
        <span>{text('pointsNow')}</span>
        <strong>{fromTo(pointsText(totals.before, locale), pointsText(totals.after, locale))}</strong>
        {isSame ? <span className="lab-same">{text('noChange')}</span> : <Difference value={totals.difference} />}
      </div>
      <div className="lab-figure">
        {isSame ? (
          <span className="lab-same">{text('nobodyChanges')}</span>
        ) : (
          <>
            <span className="lab-more">{text('peopleGain', { count: answer.winnersCount })}</span>
            <span className="lab-less">{text('peopleLose', { count: answer.losersCount })}</span>
          </>
        )}
      </div>
      {spread !== null && (
        <>
          <div className="lab-figure">
            <span>{text('zeroShare')}</span>
            <strong>{change(spread.before.zeroShare, spread.after.zeroShare)}</strong>
          </div>
          <div className="lab-figure">
            <span>{text('topTenth')}</span>
            <strong>{change(spread.before.topTenth, spread.after.topTenth)}</strong>
          </div>
          <div className="lab-figure">
            <span>{text('gini')}</span>
            <strong>
              {[...new Set([giniWord(spread.before.gini, text), giniWord(spread.after.gini, text)])].join(' → ')}
            </strong>
            <small>{evennessChange(spread, text)}</small>
            <small>
              <InfoCircleOutlined aria-hidden="true" /> {text('giniHint')} (
              {fromTo(spread.before.gini ?? '–', spread.after.gini ?? '–')})
            </small>
          </div>
        </>
      )}
    </section>
  );
}

/** What was and what will be; once where both are the same. */
function fromTo(before: string, after: string): string {
  return before === after ? after : `${before} → ${after}`;
}

/** What of the period is not the draft's doing: what was posted then, where today's rules come to something else. */
function Posted({ answer: { posted, totals } }: { readonly answer: LabAnswer }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  const difference = changeText(posted, totals.before);
  if (signOf(difference) === 0) return null;
  return (
    <p className="flow-hint">
      {text('posted', {
        posted: pointsText(posted, locale),
        before: pointsText(totals.before, locale),
        difference: signedText(difference, locale),
      })}
    </p>
  );
}

type Text = ReturnType<typeof useLabText>;

function giniWord(gini: string | null, text: Text): string {
  return gini === null ? '–' : text(evenness(gini));
}

function evennessChange({ before, after }: NonNullable<LabAnswer['spread']>, text: Text): string {
  if (before.gini === null || after.gini === null) return '';
  const difference = Number(after.gini) - Number(before.gini);
  if (Math.abs(difference) < 0.005) return text('asEven');
  return text(difference < 0 ? 'moreEven' : 'lessEven');
}

function Flags({ answer }: { readonly answer: LabAnswer }): ReactNode {
  const text = useLabText();
  const { locale } = useLanguage();
  if (answer.flags.length === 0) return <p className="flow-hint">{text('noFlags')}</p>;
  const labelOf = (id: string | null): string => answer.rules.find(({ rule }) => rule === id)?.label ?? id ?? '';
  return (
    <ul className="lab-flags">
      {answer.flags.map(({ kind, person, rule, share }) => (
        <li key={`${kind} ${person.id} ${rule ?? ''}`}>
          {text(kind === 'ONE_RULE' ? 'flag_ONE_RULE' : 'flag_OFTEN_CUT', {
            person: person.name,
            share: shareText(share, locale),
            rule: labelOf(rule),
          })}
        </li>
      ))}
    </ul>
  );
}

/** Saves the figures as a sheet. */
export function ExportButton({ answer }: { readonly answer: LabAnswer }): ReactNode {
  const text = useLabText();
  const save = (): void => {
    const head = Object.fromEntries(
      (['person', 'department', 'role', 'now', 'then', 'difference', 'rule', 'entries'] as const).map((key) => [
        key,
        text(key),
      ]),
    );
    saveCsvText(labCsv(answer, head), `points-lab-${answer.from.slice(0, 10)}.csv`);
  };
  return (
    <Button icon={<DownloadOutlined />} onClick={save} disabled={signOf(String(answer.people.length)) === 0}>
      {text('export')}
    </Button>
  );
}
