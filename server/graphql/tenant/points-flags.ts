import { issue, must, ok, refused, type Result } from '../../../schema/core/result.ts';
import { textIn, type Text } from '../../../schema/core/text.ts';
import { FLAG_TEXTS, type FlagFacts } from '../../compile/award-flags.ts';
import { isUuid } from '../../compile/sql-text.ts';
import type { Execute } from '../../db/points-awards.ts';
import type { WriteUnit } from '../../db/write-unit.ts';
import { instant, isCommittee, personOf, readPoints, textArg, told } from './points-context.ts';
import { namesOf } from './points-entries.ts';
import { jsonOf } from './points-why.ts';
import { writeAsService } from './service-write.ts';
import type { Service, ServiceCall } from './services.ts';

interface FlagRow {
  readonly id: string;
  readonly at: string;
  readonly detector: string;
  readonly user_id: string;
  readonly about: unknown;
  readonly state: string;
  readonly appeal: string | null;
  readonly appealed_at: string | null;
  readonly decision: string | null;
  readonly decided_at: string | null;
}

const COLUMNS = 'id, at, detector, user_id, about, state, appeal, appealed_at, decision, decided_at';

/** Flags about the caller; about everybody for the committee that asks for them (SPEC [PTS-17]). */
export const flagsService: Service = async (call) => {
  const { request, args } = call;
  const person = personOf(request);
  if (!person.ok) return person;
  const everybody = args['everybody'] === true;
  if (everybody && !isCommittee(request.shape.model, request.caller.roles))
    return refused([issue('POINTS_NOT_COMMITTEE', '/everybody')]);
  return ok(
    await readPoints(request, async (execute) => {
      const rows = await execute<FlagRow>(
        `select ${COLUMNS} from "@tenant".fw_flag
          where ($2 or user_id = $1::uuid) and ($3::text is null or state = $3) order by at desc, id limit 500`,
        [person.value, everybody, textArg(args, 'state')?.toLowerCase() ?? null],
      );
      return flagAnswers(call, execute, rows);
    }),
  );
};

/** How it came about, in the person's own words; the flag is then `explained`. `POINTS_FLAG_UNKNOWN`, `POINTS_FLAG_DECIDED`. */
export const appealFlagService: Service = async (call) => {
  const person = personOf(call.request);
  if (!person.ok) return person;
  return writeAsService(call, async (unit) => {
    const found = await lockedFlag(call, unit);
    if (!found.ok) return found;
    if (found.value.user_id !== person.value) return unknownFlag(call);
    return changedFlag(call, unit, {
      id: found.value.id,
      set: `state = 'explained', appeal = $2, appealed_at = $3::timestamptz`,
      params: [textArg(call.args, 'text') ?? '', unit.binding.now],
    });
  });
};

/**
 * The committee's word: upheld or dismissed, never about oneself. Nothing is taken by it; who wants points taken back
 * says so by a posting that has a name under it. `POINTS_NOT_COMMITTEE`, `POINTS_FLAG_STATE`, `POINTS_FLAG_DECIDED`.
 */
export const decideFlagService: Service = async (call) => {
  const { request, args } = call;
  const person = personOf(request);
  if (!person.ok) return person;
  const state = textArg(args, 'state') ?? '';
  if (!isCommittee(request.shape.model, request.caller.roles)) return refused([issue('POINTS_NOT_COMMITTEE', '')]);
  if (state !== 'UPHELD' && state !== 'DISMISSED') return refused([issue('POINTS_FLAG_STATE', '/state', { state })]);
  return writeAsService(call, async (unit) => {
    const found = await lockedFlag(call, unit);
    if (!found.ok) return found;
    if (found.value.user_id === person.value) return refused([issue('POINTS_NOT_COMMITTEE', '/id')]);
    return changedFlag(call, unit, {
      id: found.value.id,
      set: 'state = $2, decision = $3, decided_by = $4::uuid, decided_at = $5::timestamptz',
      params: [state.toLowerCase(), textArg(args, 'comment') ?? '', person.value, unit.binding.now],
    });
  });
};

async function lockedFlag(call: ServiceCall, unit: WriteUnit): Promise<Result<FlagRow>> {
  const id = textArg(call.args, 'id') ?? '';
  if (!isUuid(id)) return unknownFlag(call);
  const [row] = await unit.execute<FlagRow>(`select ${COLUMNS} from "@tenant".fw_flag where id = $1::uuid for update`, [
    id,
  ]);
  if (row === undefined) return unknownFlag(call);
  return row.state === 'open' || row.state === 'explained' ? ok(row) : refused([issue('POINTS_FLAG_DECIDED', '/id')]);
}

function unknownFlag({ args }: ServiceCall): Result<never> {
  return refused([issue('POINTS_FLAG_UNKNOWN', '/id', { id: textArg(args, 'id') ?? '' })]);
}

async function changedFlag(
  call: ServiceCall,
  unit: WriteUnit,
  { id, set, params }: { readonly id: string; readonly set: string; readonly params: readonly unknown[] },
): Promise<Result<object>> {
  const rows = await unit.execute<FlagRow>(
    `update "@tenant".fw_flag set ${set} where id = $1::uuid returning ${COLUMNS}`,
    [id, ...params],
  );
  const [answer] = await flagAnswers(call, unit.execute, rows);
  return ok(must(answer, 'flag'));
}

async function flagAnswers(
  { request }: ServiceCall,
  execute: Execute,
  rows: readonly FlagRow[],
): Promise<readonly object[]> {
  const names = await namesOf(
    execute,
    rows.map(({ user_id: user }) => user),
  );
  return rows.map((row) => {
    const facts = jsonOf(row.about) as FlagFacts;
    const text: Text = FLAG_TEXTS.get(row.detector) ?? { en: row.detector };
    return {
      id: row.id,
      at: instant(row.at),
      detector: row.detector,
      text: textIn(text, request.caller.locale).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        name === 'field' ? fieldLabel(request, facts) : (facts[name] ?? '?'),
      ),
      person: { id: row.user_id, name: names.get(row.user_id) ?? '' },
      facts: Object.entries(facts).map(([name, value]) => ({ name, value })),
      state: row.state.toUpperCase(),
      appeal: row.appeal,
      appealedAt: instant(row.appealed_at),
      decision: row.decision,
      decidedAt: instant(row.decided_at),
    };
  });
}

/** What people call the field that a flag is about; its id where the template has it no more. */
function fieldLabel(request: ServiceCall['request'], facts: FlagFacts): string {
  const entity = request.shape.model.entities.find(({ id }) => id === facts['entity']);
  const field = entity?.fields.find(({ id }) => id === facts['field']);
  return field === undefined ? (facts['field'] ?? '?') : told(request, field.label);
}
