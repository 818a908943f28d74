import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { renderIssue } from '../../schema/core/issues.ts';
import type { Issue } from '../../schema/core/result.ts';
import type { Locale } from '../../schema/core/text.ts';
import type { ImportMap } from '../../schema/model/import-map.ts';
import type { EntityModel } from '../../schema/model/model.ts';
import { ServerError } from '../data/platform-client.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { checkedRows, textToSend, withCells, type CheckedRows } from './checked-rows.ts';
import {
  guessMapping,
  importMapOf,
  readsTogether,
  rememberedMapping,
  targetsOf,
  type GuessInput,
  type Mapping,
} from './column-map.ts';
import { askCheck } from './import-client.ts';
import { headerRow, importTable, tableIssue, type ImportTable } from './import-table.ts';
import { withFoundWays } from './reference-ways.ts';
import { readBytes, readFile, type Encoding, type ReadFile } from './read-file.ts';
import { parseTable, tableText } from './table-text.ts';

/** A problem in words. */
export interface Told {
  readonly message: string;
  readonly cure: string;
}

export interface WizardInput {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly locale: Locale;
  readonly nameless: (position: number) => string;
  /** Mappings that were used before, the latest first. */
  readonly former: readonly { readonly header: readonly string[]; readonly map: ImportMap }[];
}

interface Loaded {
  readonly file: ReadFile;
  readonly sheet: number;
  readonly headerAt: number;
}

/** The steps of an import until it is started: the file, the columns, and the rows with what is wrong with them. */
export function useWizard({ tenant, entity, locale, nameless, former }: WizardInput) {
  const [loaded, setLoaded] = useState<Loaded>();
  const [table, setTable] = useState<ImportTable>();
  const [mapping, setMapping] = useState<Mapping>();
  const [isReading, setReading] = useState(false);
  const [trouble, setTrouble] = useState<Told>();
  const targets = useMemo(() => targetsOf(tenant.model, entity, locale), [tenant.model, entity, locale]);

  const show = (next: Loaded): void => {
    const { cells } = next.file.sheets[next.sheet] ?? { cells: [] };
    const made = importTable(cells, next.headerAt, nameless);
    const input: GuessInput = { model: tenant.model, entity, targets, table: made };
    setLoaded(next);
    setTable(made);
    const wrong = tableIssue(made);
    setTrouble(wrong === undefined ? undefined : renderIssue(wrong, locale));
    const memory = former
      .map(({ header, map }) => rememberedMapping(input, header, map))
      .find((one) => one !== undefined);
    const guess = memory ?? guessMapping(input);
    setMapping(guess);
    if (memory !== undefined) return;
    void guessBySound(input)
      .then((heard) => {
        const better = merged(guess, heard);
        setMapping((now) => merged(now, heard));
        return withFoundWays(tenant, input, { mapping: better, locale });
      })
      .then(({ columns }) => setMapping((now) => now && namedBy(now, columns)));
  };
  const open = (file: ReadFile): void => {
    const cells = file.sheets[0]?.cells ?? [];
    show({ file, sheet: 0, headerAt: headerRow(cells) });
  };
  const tell = (issues: readonly Issue[]): void => {
    const [first] = issues;
    if (first !== undefined) setTrouble(renderIssue(first, locale));
  };
  return {
    loaded,
    table,
    mapping,
    targets,
    isReading,
    trouble,
    setTable,
    setMapping,
    read: async (file: File): Promise<void> => {
      setReading(true);
      setTrouble(undefined);
      const read = await readFile(file);
      setReading(false);
      if (read.ok) open(read.value);
      else tell(read.issues);
    },
    paste: (text: string, name: string): void => {
      const cells = parseTable(text, text.includes('\t') ? '\t' : undefined);
      if (cells.ok) open({ name, sheets: [{ name: '', cells: cells.value }] });
      else tell(cells.issues);
    },
    readAs: (encoding: Encoding): void => {
      if (loaded?.file.bytes === undefined) return;
      const read = readBytes(loaded.file.name, loaded.file.bytes, encoding);
      if (read.ok) open(read.value);
      else tell(read.issues);
    },
    chooseSheet: (sheet: number): void => {
      if (loaded !== undefined) show({ ...loaded, sheet, headerAt: headerRow(loaded.file.sheets[sheet]?.cells ?? []) });
    },
    chooseHeader: (headerAt: number): void => {
      if (loaded !== undefined) show({ ...loaded, headerAt });
    },
    forget: (): void => {
      setLoaded(undefined);
      setTable(undefined);
      setMapping(undefined);
      setTrouble(undefined);
    },
  };
}

/** The table of pinyin is large, and only columns that nothing else explains need it. */
async function guessBySound(input: GuessInput): Promise<Mapping> {
  const plain = guessMapping(input);
  if (plain.columns.every(({ from }) => from !== 'nothing')) return plain;
  const { pinyin } = await import('pinyin-pro');
  const sounds = (label: string): readonly string[] =>
    /\p{Script=Han}/u.test(label)
      ? [
          pinyin(label, { toneType: 'none', type: 'array' }).join(''),
          pinyin(label, { pattern: 'first', toneType: 'none', type: 'array' }).join(''),
        ]
      : [];
  return guessMapping({ ...input, sounds });
}

/** How references are named, where nobody chose anything else meanwhile. */
function namedBy(now: Mapping, found: Mapping['columns']): Mapping {
  return {
    ...now,
    columns: now.columns.map((choice, index) => {
      const { to, by } = found[index] ?? {};
      return by === undefined || choice.to !== to || choice.from === 'person' ? choice : { ...choice, by };
    }),
  };
}

/** What a person has chosen meanwhile stays. */
function merged(now: Mapping | undefined, heard: Mapping): Mapping {
  if (now === undefined) return heard;
  const taken = new Set(now.columns.flatMap(({ to }) => to ?? []));
  return {
    ...now,
    columns: now.columns.map((choice, index) => {
      const better = heard.columns[index];
      return choice.from === 'nothing' && better?.to !== undefined && !taken.has(better.to) ? better : choice;
    }),
  };
}

export type Wizard = ReturnType<typeof useWizard>;

export interface CheckingInput {
  readonly tenant: TenantModel;
  readonly entity: EntityModel;
  readonly locale: Locale;
  readonly name: string;
  readonly table: ImportTable;
  readonly mapping: Mapping;
  readonly onTable: (table: ImportTable) => void;
}

/** After so long without a change, changed rows are checked. */
const PAUSE_MS = 500;
/** Up to so many changed rows are checked by themselves. */
const PART_ROWS_MAX = 500;

/** Checks the rows, and again those that are changed while they are mended. */
export function useChecking({ tenant, entity, locale, name, table, mapping, onTable }: CheckingInput) {
  const [checked, setChecked] = useState<CheckedRows>();
  const [leftOut, setLeftOut] = useState<ReadonlySet<number>>(new Set());
  const [error, setError] = useState<ServerError>();
  const [isWorking, setWorking] = useState(false);
  /** Rows that were changed since the last check of all. */
  const [changed, setChanged] = useState<ReadonlySet<number>>(new Set());
  const [isPartial, setPartial] = useState(false);
  const running = useRef<AbortController>(undefined);
  const map = useMemo(() => importMapOf(tenant.model, entity, table, mapping), [tenant.model, entity, table, mapping]);
  const at = useMemo(() => ({ tenant: tenant.name, locale }), [tenant.name, locale]);

  const run = useCallback(
    async (rows: readonly number[] | undefined, left: ReadonlySet<number>): Promise<CheckedRows | undefined> => {
      running.current?.abort();
      const own = new AbortController();
      running.current = own;
      setWorking(true);
      setError(undefined);
      const text = rows === undefined ? textToSend(table, left, map) : tableText(table.header, table.rows, rows);
      try {
        const check = await askCheck(at, { entity: entity.id, name, csv: text.csv, map }, own.signal);
        const found = checkedRows(check, text);
        setChecked((before) => (rows === undefined || before === undefined ? found : patched(before, found, rows)));
        setPartial(rows !== undefined);
        setChanged(new Set());
        return found;
      } catch (failure) {
        if (!own.signal.aborted) setError(failure instanceof ServerError ? failure : unknownError(failure));
        return undefined;
      } finally {
        if (running.current === own) setWorking(false);
      }
    },
    [at, entity.id, map, name, table],
  );
  const isFirst = checked === undefined && error === undefined;
  useEffect(() => {
    if (isFirst) void run(undefined, new Set());
    return () => running.current?.abort();
    // Once: later checks follow what is changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    if (changed.size === 0) return undefined;
    const timer = setTimeout(() => {
      const isPart = !readsTogether(entity, map) && changed.size <= PART_ROWS_MAX;
      void run(isPart ? [...changed].filter((row) => !leftOut.has(row)) : undefined, leftOut);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [changed, leftOut, entity, map, run]);
  // Columns that are read in another way are checked anew, all of them.
  const readAs = useRef(mapping);
  useEffect(() => {
    if (readAs.current === mapping) return;
    readAs.current = mapping;
    void run(undefined, leftOut);
  }, [mapping, leftOut, run]);
  return {
    checked,
    leftOut,
    error,
    isWorking,
    isPartial,
    map,
    change: (cells: Parameters<typeof withCells>[1]): void => {
      if (cells.length === 0) return;
      onTable(withCells(table, cells));
      setChanged((before) => new Set([...before, ...cells.map(({ row }) => row)]));
    },
    leave: (rows: readonly number[], isLeft: boolean): void => {
      setLeftOut((before) => {
        const next = new Set(before);
        for (const row of rows) {
          if (isLeft) next.add(row);
          else next.delete(row);
        }
        return next;
      });
      setPartial(true);
    },
    checkAll: (left: ReadonlySet<number> = leftOut) => run(undefined, left),
  };
}

export type Checking = ReturnType<typeof useChecking>;

/** What is known of all rows, with those that were checked by themselves. */
function patched(before: CheckedRows, part: CheckedRows, rows: readonly number[]): CheckedRows {
  if (!part.check.fits || part.general.length > 0) return { ...before, general: part.general };
  const issues = new Map(before.issues);
  for (const row of rows) {
    const own = part.issues.get(row);
    if (own === undefined) issues.delete(row);
    else issues.set(row, own);
  }
  return { ...before, issues, general: part.general };
}

function unknownError(failure: unknown): ServerError {
  return new ServerError(failure instanceof Error ? failure.message : String(failure), 'UNKNOWN', '');
}
