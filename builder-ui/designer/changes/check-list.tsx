import {
  ApiOutlined,
  BugOutlined,
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  DatabaseOutlined,
  ExclamationCircleFilled,
  ExperimentOutlined,
  LoadingOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { durationWords } from './duration-words.ts';
import type { DraftPlan, RuleImpact, TestOutcome } from './draft-plan.ts';
import { useChangesText, type ChangesText } from './changes-texts.ts';
import { concerned } from './publish-checks.ts';

type Tone = 'good' | 'warm' | 'bad' | 'busy' | 'plain';

interface Check {
  readonly key: string;
  readonly icon: ReactNode;
  readonly name: string;
  readonly tone: Tone;
  readonly words: string;
}

export interface CheckListProps {
  readonly mistakes: number;
  readonly plan: DraftPlan | undefined;
  readonly impact: readonly RuleImpact[] | undefined;
  readonly tests: readonly TestOutcome[] | undefined;
  /** How many tests the template has; they take seconds, and are begun as soon as one looks. */
  readonly testCount: number;
  readonly isTesting: boolean;
}

const TONE_ICONS: Readonly<Record<Tone, ReactNode>> = {
  good: <CheckCircleFilled />,
  warm: <ExclamationCircleFilled />,
  bad: <CloseCircleFilled />,
  busy: <LoadingOutlined />,
  plain: <ClockCircleOutlined />,
};

/** What was looked at before publishing, each in a few words. */
export function CheckList(props: CheckListProps): ReactNode {
  const text = useChangesText();
  const checks = [
    mistakeCheck(props, text),
    recordCheck(props, text),
    testCheck(props, text),
    apiCheck(props, text),
    timeCheck(props, text),
  ];
  return (
    <ul className="check-list">
      {checks.map(({ key, icon, name, tone, words }) => (
        <li key={key} className={`check is-${tone}`}>
          <span className="check-icon" aria-hidden="true">
            {icon}
          </span>
          <span className="check-name">{name}</span>
          <span className="check-words">{words}</span>
          <span className="check-tone" aria-hidden="true">
            {TONE_ICONS[tone]}
          </span>
        </li>
      ))}
    </ul>
  );
}

function mistakeCheck({ mistakes }: CheckListProps, text: ChangesText): Check {
  return {
    key: 'mistakes',
    icon: <BugOutlined />,
    name: text('mistakes'),
    tone: mistakes === 0 ? 'good' : 'bad',
    words: mistakes === 0 ? text('noMistakes') : text('mistakeCount', { count: mistakes }),
  };
}

function recordCheck({ mistakes, plan, impact }: CheckListProps, text: ChangesText): Check {
  const check = { key: 'records', icon: <DatabaseOutlined />, name: text('records') };
  if (mistakes > 0) return { ...check, tone: 'plain', words: '–' };
  if (plan === undefined || impact === undefined) return { ...check, tone: 'busy', words: text('checking') };
  if (plan.issues.length > 0)
    return { ...check, tone: 'bad', words: text('recordsBlocking', { count: plan.issues.length }) };
  const hits = impact.filter((one) => (concerned(one) ?? 0) > 0).length;
  if (hits > 0) return { ...check, tone: 'warm', words: text('recordsAffected', { count: hits }) };
  return { ...check, tone: 'good', words: text(impact.length === 0 ? 'recordsNone' : 'recordsFine') };
}

function testCheck({ tests, testCount, isTesting }: CheckListProps, text: ChangesText): Check {
  const check = { key: 'tests', icon: <ExperimentOutlined />, name: text('tests') };
  if (testCount === 0) return { ...check, tone: 'plain', words: text('testsNone') };
  if (isTesting) return { ...check, tone: 'busy', words: text('testsRunning') };
  if (tests === undefined) return { ...check, tone: 'plain', words: text('testsRunAtPublish') };
  const failed = tests.filter(({ holds }) => !holds).length;
  return failed === 0
    ? { ...check, tone: 'good', words: text('testsPassed', { count: tests.length }) }
    : { ...check, tone: 'warm', words: text('testsFailed', { failed, count: tests.length }) };
}

function apiCheck({ mistakes, plan }: CheckListProps, text: ChangesText): Check {
  const check = { key: 'api', icon: <ApiOutlined />, name: text('api') };
  if (mistakes > 0) return { ...check, tone: 'plain', words: '–' };
  if (plan === undefined) return { ...check, tone: 'busy', words: text('checking') };
  const changes = plan.plan?.apiChanges ?? [];
  const breaking = changes.filter(({ isBreaking }) => isBreaking).length;
  if (breaking > 0) return { ...check, tone: 'warm', words: text('apiBreaking', { count: breaking }) };
  return {
    ...check,
    tone: 'good',
    words: changes.length === 0 ? text('apiSame') : text('apiSafe', { count: changes.length }),
  };
}

function timeCheck({ plan }: CheckListProps, text: ChangesText): Check {
  const check = { key: 'time', icon: <ClockCircleOutlined />, name: text('time'), tone: 'plain' } as const;
  if (plan?.plan === null || plan?.plan === undefined) return { ...check, words: '–' };
  const { atOnce, estimateMs } = plan.plan;
  return {
    ...check,
    tone: 'good',
    words: text(atOnce ? 'timeAtOnce' : 'timeSteps', { time: durationWords(estimateMs, text) }),
  };
}
