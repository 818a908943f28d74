import { Link, useParams } from '@tanstack/react-router';
import { parse, print, type GraphQLField, type GraphQLSchema } from 'graphql';
import { useCallback, useState, type ReactNode } from 'react';
import { post, ServerError, type RawAnswer } from '../data/platform-client.ts';
import { useLanguage } from '../i18n/locale-context.tsx';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { BackIcon, PlayIcon } from '../shell/icons.tsx';
import { useLoaded } from '../shell/use-loaded.ts';
import { CodeEditor } from './code-editor.tsx';
import { DocsTree } from './docs-tree.tsx';
import { useExplorerText } from './explorer-texts.ts';
import { HistoryList } from './history-list.tsx';
import { readHistory, withEntry, writeHistory, type HistoryEntry } from './query-history.ts';
import { firstDocument, sampleDocument, type RootKind } from './sample-query.ts';
import { loadTenantSchema, tenantEndpoint } from './tenant-schema.ts';
import './explorer.css';

/** The GraphQL explorer of one tenant. It loads nothing from elsewhere. */
export function ExplorerPage(): ReactNode {
  const { tenant } = useParams({ from: '/explore/$tenant' });
  const { locale } = useLanguage();
  const load = useCallback(() => loadTenantSchema(tenant, locale), [tenant, locale]);
  const { loaded, reload } = useLoaded(load);
  if (loaded.state === 'loading') return <Waiting />;
  if (loaded.state === 'failed') return <Failure error={loaded.error} retry={reload} />;
  return <Explorer key={tenant} tenant={tenant} schema={loaded.value} />;
}

interface Outcome {
  readonly text: string;
  readonly answer?: RawAnswer;
}

function Explorer({ tenant, schema }: { readonly tenant: string; readonly schema: GraphQLSchema }): ReactNode {
  const text = useExplorerText();
  const { text: frameText, locale } = useLanguage();
  const [history, setHistory] = useState<readonly HistoryEntry[]>(() => readHistory(localStorage, tenant));
  const [query, setQuery] = useState(() => history[0]?.query ?? firstDocument(schema));
  const [variables, setVariables] = useState(() => history[0]?.variables ?? '');
  const [outcome, setOutcome] = useState<Outcome>();
  const [isRunning, setRunning] = useState(false);
  const [side, setSide] = useState<'docs' | 'history'>('docs');

  const run = async (given = { query, variables }): Promise<void> => {
    const values = readVariables(given.variables);
    if (values === undefined) {
      setOutcome({ text: text('variablesInvalid') });
      return;
    }
    setRunning(true);
    const entries = withEntry(history, { ...given, at: Date.now() });
    setHistory(entries);
    writeHistory(localStorage, tenant, entries);
    try {
      const answer = await post(tenantEndpoint(tenant), { query: given.query, variables: values }, locale);
      setOutcome({ text: formatted(answer.text), answer });
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      setOutcome({ text: `${error.message}\n${error.cure}` });
    } finally {
      setRunning(false);
    }
  };
  const insert = (kind: RootKind, field: GraphQLField<unknown, unknown>): void => {
    const sample = sampleDocument(kind, field);
    setQuery(sample.query);
    setVariables(sample.variables);
  };
  return (
    <div className="explorer">
      <div className="explorer-bar">
        <Link to="/" className="icon-button">
          <BackIcon />
          <span className="unseen">{frameText('back')}</span>
        </Link>
        <h1>
          {tenant} <span>{text('explorer')}</span>
        </h1>
        <code className="explorer-url">{tenantEndpoint(tenant)}</code>
        <span className="bar-space" />
        <button type="button" className="button" onClick={() => setQuery(tidy(query))}>
          {text('format')}
        </button>
        <button
          type="button"
          className="button is-primary explorer-run"
          disabled={isRunning}
          onClick={() => void run()}
        >
          <PlayIcon /> {text(isRunning ? 'running' : 'run')}
        </button>
      </div>
      <aside className="explorer-side">
        <div className="tabs" role="tablist">
          {(['docs', 'history'] as const).map((one) => (
            <button key={one} type="button" role="tab" aria-selected={side === one} onClick={() => setSide(one)}>
              {text(one)}
            </button>
          ))}
        </div>
        {side === 'docs' ? (
          <DocsTree schema={schema} onInsert={insert} />
        ) : (
          <HistoryList
            history={history}
            onPick={(entry) => {
              setQuery(entry.query);
              setVariables(entry.variables);
            }}
            onClear={() => {
              setHistory([]);
              writeHistory(localStorage, tenant, []);
            }}
          />
        )}
      </aside>
      <section className="pane explorer-query">
        <h2>{text('query')}</h2>
        <CodeEditor
          language="graphql"
          value={query}
          onChange={setQuery}
          schema={schema}
          label={text('query')}
          onRun={(value) => void run({ query: value, variables })}
        />
      </section>
      <section className="pane explorer-variables">
        <h2>{text('variables')}</h2>
        <CodeEditor
          language="json"
          value={variables}
          onChange={setVariables}
          label={text('variables')}
          onRun={(value) => void run({ query, variables: value })}
        />
      </section>
      <section className="pane explorer-result" aria-busy={isRunning}>
        <h2>
          {text('result')}
          {outcome?.answer !== undefined && <Facts answer={outcome.answer} />}
        </h2>
        {outcome === undefined ? (
          <p className="pane-hint">
            {text('resultHint', { keys: navigator.platform.startsWith('Mac') ? '⌘ Enter' : 'Ctrl Enter' })}
          </p>
        ) : (
          <CodeEditor language="json" value={outcome.text} label={text('result')} />
        )}
      </section>
    </div>
  );
}

function Facts({ answer }: { readonly answer: RawAnswer }): ReactNode {
  const text = useExplorerText();
  const { locale } = useLanguage();
  const bytes = new TextEncoder().encode(answer.text).length;
  const size =
    bytes < 1_024
      ? `${bytes} B`
      : `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / 1_024)} KB`;
  return (
    <span className={answer.status < 400 ? 'facts' : 'facts is-bad'}>
      {text('took', { ms: answer.ms, size, status: answer.status })}
    </span>
  );
}

/** The variables as an object; none for an empty pane, `undefined` for what is no JSON object. */
function readVariables(source: string): Readonly<Record<string, unknown>> | undefined {
  if (source.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function formatted(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The document as graphql-js prints it; what can't be parsed stays, and the editor underlines why. */
function tidy(query: string): string {
  try {
    return `${print(parse(query))}\n`;
  } catch {
    return query;
  }
}
