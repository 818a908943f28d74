import { ArrowLeftOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Segmented, Select } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { textIn } from '../../../../schema/core/text.ts';
import { viewsFor } from '../../../../schema/model/views.ts';
import type { LayoutNode, PrintViewDef } from '../../../../schema/template/template-views.ts';
import type { ServerError } from '../../../data/platform-client.ts';
import { askTenant } from '../../../data/tenant-client.ts';
import type { TenantModel } from '../../../data/tenant-model.ts';
import { Failure, Waiting } from '../../../shell/feedback.tsx';
import { useSession } from '../../../shell/session-context.tsx';
import { pathEnd, statesOf } from '../../documents/field-path.ts';
import type { Columning } from '../../documents/list-columns.ts';
import { recordDocument } from '../../documents/record-document.ts';
import { isApiRow, rowsOf, textOf, valueIn, type ApiRow } from '../../documents/row-values.ts';
import { cellText, type Reading } from '../../list/cell.tsx';
import { NoSuchRecord } from '../no-such-record.tsx';
import { refusal } from '../../refusal.ts';
import { rowsKey } from '../../use-api-rights.ts';
import { useEvalContext } from '../../use-clock.ts';
import { formPaths, fullPath } from '../form-paths.ts';
import { planSheet, sheetText, type SheetLanguage } from './print-plan.ts';
import { PrintSheet, type SheetHead } from './print-sheet.tsx';
import { usePrintText } from './print-texts.ts';
import './print.css';

interface PrintScreenProps {
  readonly tenant: TenantModel;
  readonly columning: Columning;
  readonly reading: Reading;
  readonly id: string;
  /** The id of the view that the address names. */
  readonly view: string | undefined;
}

/** What is laid out on paper: a view of the template, or all fields of the record. */
interface Printed {
  readonly id: string;
  readonly layout: readonly LayoutNode[];
  readonly view: PrintViewDef | undefined;
}

const PLAIN = 'plain';

/** A record on paper, with what chooses how: the browser prints it or keeps it as PDF. */
export function PrintScreen({ tenant, columning, reading, id, view }: PrintScreenProps): ReactNode {
  const text = usePrintText();
  const { entity, locale } = columning;
  const { user } = useSession().me;
  const context = useEvalContext(tenant);
  const [chosen, choose] = useState(view);
  const [language, setLanguage] = useState<SheetLanguage>(locale);
  const [hasSignatures, setSignatures] = useState(entity.kind === 'document');
  const forms = useMemo(() => printForms(columning), [columning]);
  const form = forms.find((one) => one.id === chosen) ?? forms[0];
  const { data: row, error, refetch } = usePrintRow(tenant.name, columning, { id, layouts: forms });
  const title = row === undefined || row === null ? '' : rowTitle(columning, reading, row);
  useEffect(() => {
    const before = document.title;
    // What a browser calls the file.
    if (title !== '') document.title = `${textIn(entity.label, locale)} ${title}`;
    return () => {
      document.title = before;
    };
  }, [title, entity.label, locale]);
  if (row === undefined || form === undefined)
    return error === null ? <Waiting /> : <Failure error={error} retry={() => void refetch()} />;
  if (row === null) return <NoSuchRecord />;
  const maker = row['createdBy'];
  const head: SheetHead = {
    company: tenant.label,
    title: sheetText(form.view?.label ?? entity.label, language),
    number: title,
    state: stateText(columning, row, language),
    maker: isApiRow(maker) ? textOf(maker['name']) : '',
    printer: user?.name ?? '',
  };
  const leavesOutEmpty = form.view === undefined;
  // A heading that says what stands above it in larger letters says nothing.
  const blocks = planSheet(form.layout, { columning, reading, row, language, context, leavesOutEmpty }).filter(
    (block, index) => index > 0 || block.kind !== 'title' || block.text !== head.title,
  );
  return (
    <div className="print-page">
      <header className="print-bar">
        <Link
          to="/w/$tenant/e/$entity/$id"
          params={{ tenant: tenant.name, entity: entity.id, id }}
          className="icon-button"
          aria-label={text('back')}
          title={text('back')}
        >
          <ArrowLeftOutlined aria-hidden="true" />
        </Link>
        <h1>{text('page', { what: title })}</h1>
        {forms.length > 1 && (
          <Select
            aria-label={text('view')}
            value={form.id}
            onChange={choose}
            options={forms.map((one) => ({
              value: one.id,
              label: one.view === undefined ? text('plain') : textIn(one.view.label, locale),
            }))}
          />
        )}
        <Segmented<SheetLanguage>
          aria-label={text('language')}
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'zh-CN', label: text('chinese') },
            { value: 'en', label: text('english') },
            { value: 'both', label: text('both') },
          ]}
        />
        <Checkbox checked={hasSignatures} onChange={({ target }) => setSignatures(target.checked)}>
          {text('signatures')}
        </Checkbox>
        <Button type="primary" icon={<PrinterOutlined aria-hidden="true" />} onClick={() => print()}>
          {text('print')}
        </Button>
      </header>
      {/* A sheet is as wide as paper: on a phone it is looked at piece by piece. */}
      <div className="print-desk" role="region" aria-label={text('sheet')} tabIndex={0}>
        <PrintSheet
          {...{ head, blocks, language, hasSignatures }}
          reading={language === 'both' ? reading : { ...reading, locale: language }}
          paper={form.view?.paper ?? 'A4'}
          label={head.title}
        />
      </div>
    </div>
  );
}

/** The print views of the template that are meant for the reader, then the one with all fields. */
function printForms({ model, entity }: Columning): readonly Printed[] {
  const { given, form } = viewsFor(model, entity.id);
  const designed = given.filter((view): view is PrintViewDef => view.kind === 'print');
  return [
    ...designed.map((view) => ({ id: view.id, layout: view.layout, view })),
    { id: PLAIN, layout: form.layout, view: undefined },
  ];
}

function usePrintRow(
  tenant: string,
  columning: Columning,
  { id, layouts }: { readonly id: string; readonly layouts: readonly Printed[] },
) {
  const { entity, locale } = columning;
  const paths = layouts.flatMap((layout) => formPaths(layout)).map(fullPath);
  const query = recordDocument(columning, entity, [...new Set(paths)]);
  return useQuery<ApiRow | null, ServerError>({
    queryKey: [...rowsKey(tenant, entity.id), 'print', id, query],
    queryFn: async () => {
      const answer = await askTenant<{ readonly rows?: unknown }>(tenant, { query, variables: { id }, locale });
      if (!answer.ok) throw refusal(answer.issues);
      const { rows } = answer.data;
      return rowsOf(isApiRow(rows) ? rows['nodes'] : [])[0] ?? null;
    },
  });
}

function rowTitle({ model, entity, locale }: Columning, reading: Reading, row: ApiRow): string {
  const end = pathEnd(model, entity, { path: entity.title, locale });
  const title = end === undefined ? '' : cellText(end, valueIn(row, end.steps), reading);
  return title === '' ? String(row['id']).slice(0, 8) : title;
}

function stateText({ model, entity }: Columning, row: ApiRow, language: SheetLanguage): string | undefined {
  const locales = language === 'both' ? (['zh-CN', 'en'] as const) : [language];
  const labels = locales.flatMap(
    (locale) => statesOf(model, entity, locale).find(({ value }) => value === row['state'])?.label ?? [],
  );
  return labels.length === 0 ? undefined : [...new Set(labels)].join(' ');
}
