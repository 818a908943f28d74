import { issue, type Result } from '../../schema/core/result.ts';
import {
  answerCheck,
  answerList,
  answerRows,
  answerRun,
  answerStart,
  answerStop,
  answerUndo,
  type ImportCaller,
} from '../import/answer-import.ts';
import { HttpRefusal, send, type Exchange } from './exchange.ts';

/** What a line number of an import can be. */
const LINES_MAX = 2 ** 31 - 1;

/** `/t/<tenant>/imports`, `…/check`, `…/<id>`, `…/<id>/rows`, `…/<id>/stop`, `…/<id>/undo`. */
export const IMPORT_PATH = /^\/t\/([^/]+)\/imports(?:\/([\w-]+)(?:\/(rows|stop|undo))?)?$/;

/** What of the imports is asked. */
export interface ImportAsk {
  /** `check`, an import's id, or nothing. */
  readonly id: string | undefined;
  readonly what: string | undefined;
  /** The JSON object that was sent. */
  readonly body: unknown;
}

/** The methods of an address below `/imports`. */
export function importMethods({ id, what }: Pick<ImportAsk, 'id' | 'what'>): readonly string[] {
  if (id === undefined) return ['GET', 'POST'];
  return id === 'check' || what === 'stop' || what === 'undo' ? ['POST'] : ['GET'];
}

/**
 * Answers what concerns imports as `{ data }`; refusals as the errors of every other API. A check may take minutes, and
 * what is asked for is written in the background. SPEC [IMP-30].
 */
export async function answerImports(exchange: Exchange, ask: ImportAsk, caller: ImportCaller): Promise<void> {
  const isWrite = exchange.method === 'POST' && ask.id !== 'check';
  if (caller.request.isView === true && isWrite) throw new HttpRefusal(403, [issue('VIEW_AS_READ_ONLY', '')]);
  const answer = await answerOf(exchange, ask, caller);
  if (!answer.ok) {
    const isHidden = answer.issues.some(({ code }) => code === 'IMPORT_UNKNOWN');
    const isForbidden = answer.issues.some(({ code }) => code === 'FORBIDDEN' || code === 'IMPORT_NOT_YOURS');
    throw new HttpRefusal(isHidden ? 404 : isForbidden ? 403 : 422, answer.issues);
  }
  send(exchange, {
    status: 200,
    type: 'application/json; charset=utf-8',
    body: JSON.stringify({ data: answer.value }),
  });
}

function answerOf(exchange: Exchange, { id, what, body }: ImportAsk, caller: ImportCaller): Promise<Result<unknown>> {
  const query = new URLSearchParams(exchange.url.search);
  if (id === undefined)
    return exchange.method === 'POST' ? answerStart(caller, body) : answerList(caller, query.get('entity') ?? '');
  if (id === 'check') return answerCheck(caller, body);
  if (what === 'stop') return answerStop(caller, id);
  if (what === 'undo') return answerUndo(caller, id);
  if (what !== 'rows') return answerRun(caller, id);
  const after = Number(query.get('after') ?? 0);
  // Lines are counted from one: beyond the last there are none, whatever number was asked for.
  return answerRows(caller, id, Number.isInteger(after) ? Math.min(Math.max(after, 0), LINES_MAX) : LINES_MAX);
}
