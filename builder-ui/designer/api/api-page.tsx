import { CheckCircleFilled, CopyOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { lazy, Suspense, useId, useState, type ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import type { EntityModel } from '../../../schema/model/model.ts';
import { DraftApiDocument, type DraftApiQuery } from '../../data/generated/graphql.ts';
import { askPlatform, post, type RawAnswer, type ServerError } from '../../data/platform-client.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { Waiting } from '../../shell/feedback.tsx';
import { useTenant } from '../../shell/tenant-frame.tsx';
import { ApiChangeList } from '../changes/api-change-list.tsx';
import { useDraftQuestion } from '../changes/draft-plan.ts';
import { useDraft } from '../session/draft-context.tsx';
import { useApiText } from './api-texts.ts';
import { curlOf, exampleEntity, exampleQuery, typescriptOf } from './example-query.ts';
import { sdlOfObject } from './sdl-parts.ts';
import '../changes/changes.css';
import './api.css';
import { ChoiceSelect } from '../parts/choice-select.tsx';

/** The editor is loaded with this page alone. */
const CodeEditor = lazy(async () => ({ default: (await import('../../develop/code-editor.tsx')).CodeEditor }));

/** The API that the draft makes: what breaks, the schema by object, and a query to try. */
export function ApiPage(): ReactNode {
  const text = useApiText();
  const { locale } = useLanguage();
  const { name: tenant } = useTenant();
  const [chosen, setChosen] = useState('');
  const model = useDraft(({ compiled }) => compiled.model);
  const mistakes = useDraft(({ compiled }) => compiled.issues.length);
  const api = useDraftApi();
  const id = useId();
  const entity = model.entities.find((one) => one.id === chosen);
  const found = api.data?.api;
  return (
    <div className="api-page">
      <header className="page-head">
        <div>
          <h1>{text('title')}</h1>
          <p className="soft">{text('hint')}</p>
        </div>
        <label htmlFor={id} className="unseen">
          {text('object')}
        </label>
        <ChoiceSelect
          id={id}
          className="api-object"
          value={chosen}
          onChange={setChosen}
          options={[
            { value: '', label: text('everything') },
            ...model.entities.map((one) => ({ value: one.id, label: textIn(one.label, locale) })),
          ]}
        />
        <Link to="/explore/$tenant" params={{ tenant }} className="button">
          {text('explorer')}
        </Link>
      </header>
      {mistakes > 0 && (
        <Alert
          type="warning"
          showIcon
          title={text('mistakes')}
          action={
            <Link to="/w/$tenant/design/changes" params={{ tenant }}>
              {text('seeMistakes')}
            </Link>
          }
        />
      )}
      {api.error !== null && <Alert type="error" showIcon title={api.error.message} description={api.error.cure} />}
      {found !== undefined && found !== null && <Breaking changes={found.changes} />}
      <div className="api-columns">
        <Schema
          sdl={found?.sdl}
          entity={entity}
          others={model.entities}
          isWaiting={api.isFetching && found === undefined}
        />
        <TryOut key={chosen} entity={entity} />
      </div>
    </div>
  );
}

function useDraftApi(): UseQueryResult<DraftApiQuery['draftApi'], ServerError> {
  const ask = useDraftQuestion('api', true);
  return useQuery<DraftApiQuery['draftApi'], ServerError>({
    ...ask.options,
    queryKey: ask.key,
    placeholderData: (before) => before,
    queryFn: async () =>
      (await askPlatform(DraftApiDocument, { locale: ask.locale, variables: ask.variables })).draftApi,
  });
}

type Changes = NonNullable<DraftApiQuery['draftApi']['api']>['changes'];

function Breaking({ changes }: { readonly changes: Changes }): ReactNode {
  const text = useApiText();
  const isBreaking = changes.some((change) => change.isBreaking);
  return (
    <>
      {!isBreaking && (
        <p className="api-fine">
          <CheckCircleFilled className="good" aria-hidden="true" /> {text('breakingNone')}
        </p>
      )}
      <ApiChangeList changes={changes} isOpen={isBreaking} />
    </>
  );
}

function Schema({
  sdl,
  entity,
  others,
  isWaiting,
}: {
  readonly sdl: string | undefined;
  readonly entity: EntityModel | undefined;
  readonly others: readonly EntityModel[];
  readonly isWaiting: boolean;
}): ReactNode {
  const text = useApiText();
  const copy = useCopy();
  const names = others.filter((one) => one !== entity).map(({ apiName }) => apiName);
  const shown =
    sdl === undefined || entity === undefined ? sdl : sdlOfObject(sdl, { apiName: entity.apiName, others: names });
  return (
    <section className="panel api-schema" aria-labelledby="api-schema">
      <header className="panel-head">
        <h2 id="api-schema">{text('schema')}</h2>
        <Button size="small" icon={<CopyOutlined />} disabled={shown === undefined} onClick={() => copy(shown ?? '')}>
          {text('copySdl')}
        </Button>
      </header>
      {isWaiting && <p className="soft api-pad">{text('waiting')}</p>}
      {shown !== undefined && (
        <Suspense fallback={<Waiting />}>
          <CodeEditor language="graphql" value={shown} label={text('schema')} />
        </Suspense>
      )}
    </section>
  );
}

/** Queries run on what is in force, so the example is made of its model. */
function TryOut({ entity }: { readonly entity: EntityModel | undefined }): ReactNode {
  const text = useApiText();
  const { locale } = useLanguage();
  const { name: tenant, model, version } = useTenant();
  const copy = useCopy();
  const known = entity === undefined ? exampleEntity(model) : model.entities.find(({ id }) => id === entity.id);
  const shown = known ?? entity;
  const [query, setQuery] = useState(() => (shown === undefined ? '{ __typename }' : exampleQuery(shown, model)));
  const run = useMutation<RawAnswer, ServerError, string>({
    mutationFn: (document) => post(`/t/${tenant}/graphql`, { query: document }, locale),
  });
  const url = `${location.origin}/t/${tenant}/graphql`;
  return (
    <section className="panel api-try" aria-labelledby="api-query">
      <header className="panel-head">
        <h2 id="api-query">{text('query')}</h2>
        <span className="soft">{text('runsOn', { number: version })}</span>
      </header>
      <Suspense fallback={<Waiting />}>
        <div className="api-query">
          <CodeEditor
            language="graphql"
            value={query}
            label={text('query')}
            onChange={setQuery}
            onRun={(document) => run.mutate(document)}
          />
        </div>
        <div className="api-actions">
          <Button
            type="primary"
            icon={<PlayCircleOutlined />}
            loading={run.isPending}
            onClick={() => run.mutate(query)}
          >
            {text('run')}
          </Button>
          <Button icon={<CopyOutlined />} onClick={() => copy(curlOf(url, query))}>
            {text('copyCurl')}
          </Button>
          <Button icon={<CopyOutlined />} onClick={() => copy(typescriptOf(url, query))}>
            {text('copyTypescript')}
          </Button>
        </div>
        {known === undefined && <p className="soft api-pad">{text('notYet')}</p>}
        {run.error !== null && <p className="bad api-pad">{run.error.message}</p>}
        {run.data !== undefined && (
          <div className="api-answer">
            <p className="soft api-pad" role="status">
              {text('answer')} · {text('took', { status: run.data.status, ms: Math.round(run.data.ms) })}
            </p>
            <CodeEditor language="json" value={pretty(run.data.text)} label={text('answer')} />
          </div>
        )}
      </Suspense>
    </section>
  );
}

function pretty(answer: string): string {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2);
  } catch {
    return answer;
  }
}

function useCopy(): (words: string) => void {
  const text = useApiText();
  const { message } = App.useApp();
  return (words) => {
    navigator.clipboard.writeText(words).then(
      () => message.success(text('copied')),
      (error: unknown) => message.error(String(error)),
    );
  };
}
