import { issue, ok, refused } from '../../../schema/core/result.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { Model } from '../../../schema/model/model.ts';
import type { LeaderboardDef } from '../../../schema/template/template-rules.ts';
import {
  around,
  rankDepartments,
  rankPeople,
  topOf,
  type BoardMember,
  type BoardPlace,
} from '../../compile/award-board.ts';
import type { Period } from '../../../schema/expr/calendar-period.ts';
import { periodStart } from '../../compile/business-calendar.ts';
import { scaleOf } from '../../compile/award-plan.ts';
import type { Execute } from '../../db/points-awards.ts';
import { earnedBy } from '../../db/points-earned.ts';
import { personOf, pointsBooks, readPoints, textArg, told } from './points-context.ts';
import { writeAsService } from './service-write.ts';
import type { Service, ServiceCall } from './services.ts';

/** How many are shown before and after the reader. */
const REACH = 5;

/**
 * A leaderboard of people or departments over the period in course, and the reader's place in it (SPEC [PTS-13]).
 * `POINTS_BOARD_UNKNOWN`.
 */
export const boardService: Service = async (call) => {
  const { request, args } = call;
  const { model } = request.shape;
  const boards = boardsOf(model);
  const board = boards.find(({ id }) => id === textArg(args, 'id'));
  if (board === undefined) {
    const known = boards.map(({ id }) => id);
    return refused([issue('POINTS_BOARD_UNKNOWN', '/id', { id: textArg(args, 'id') ?? '', known })]);
  }
  const person = personOf(request);
  if (!person.ok) return person;
  const books = pointsBooks(model, null);
  if (!books.ok) return books;
  const to = request.now().toISOString();
  const window = WINDOWS.find((one) => one === board.window);
  const from = window === undefined ? null : periodStart(window, to, request.tenant.timeZone);
  const { places, optedOut, mine } = await readPoints(request, async (execute) => {
    const earned = await earnedBy(execute, books.value, { from, to });
    const members = await membersOf(execute);
    const me = members.find(({ id }) => id === person.value);
    const isOut = me?.out ?? false;
    if (board.group !== 'department')
      return {
        places: rankPeople(members, earned, { optOut: board.optOut ?? false }),
        optedOut: isOut,
        mine: [person.value],
      };
    const departments = await execute<{ readonly id: string; readonly name: string }>(
      'select id, name from "@tenant".fw_org',
      [],
    );
    const perMember = board.metric.endsWith('PerActiveMember');
    return {
      places: rankDepartments(departments, members, { earned, perMember, scale: scaleOf(books.value.wallet) }),
      optedOut: isOut,
      mine: me?.departments ?? [],
    };
  });
  const own = places.find(({ id }) => mine.includes(id));
  return ok({
    id: board.id,
    label: told(request, board.label ?? humanText(board.id)),
    group: board.group,
    metric: board.metric,
    from,
    to,
    members: places.length,
    top: rows(topOf(places, board.show), mine),
    me: own === undefined ? null : rows([own], mine)[0],
    around: rows(around(places, own?.id, REACH), mine),
    optedOut,
  });
};

const WINDOWS: readonly Period[] = ['day', 'week', 'month', 'quarter', 'year'];

function rows(places: readonly BoardPlace[], mine: readonly string[]): readonly object[] {
  return places.map((place) => ({ ...place, isMe: mine.includes(place.id) }));
}

/** The section as it was authored; the metaschema has checked it. */
function boardsOf({ kept }: Model): readonly LeaderboardDef[] {
  return (kept['leaderboards'] ?? []) as readonly LeaderboardDef[];
}

async function membersOf(execute: Execute): Promise<readonly BoardMember[]> {
  const found = await execute<{
    readonly id: string;
    readonly name: string;
    readonly departments: readonly string[];
    readonly out: boolean;
  }>(
    `select u.id, u.name, u.org_ids::text[] as departments, a.user_id is not null as out
       from "@tenant".fw_user u left join "@tenant".fw_board_absence a on a.user_id = u.id where u.active`,
    [],
  );
  return found;
}

/** Stays off leaderboards, or comes back; gives what holds now. */
export const optOutService: Service = async (call: ServiceCall) => {
  const person = personOf(call.request);
  if (!person.ok) return person;
  const out = call.args['out'] === true;
  return writeAsService(call, async (unit) => {
    await (out
      ? unit.execute(
          'insert into "@tenant".fw_board_absence (user_id, at) values ($1::uuid, $2::timestamptz) on conflict do nothing',
          [person.value, unit.binding.now],
        )
      : unit.execute('delete from "@tenant".fw_board_absence where user_id = $1::uuid', [person.value]));
    return ok(out);
  });
};
