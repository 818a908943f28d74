import { v7 as uuidV7 } from 'uuid';
import { decimalDigits, decimalText, parseDecimal } from '../../../schema/core/decimal.ts';
import { issue, must, ok, refused, type Issue, type Result } from '../../../schema/core/result.ts';
import { admits } from '../../../schema/expr/evaluate.ts';
import type { AwardModel, AwardTrigger } from '../../../schema/model/behaviour.ts';
import { OWNER_ROLE } from '../../compile/access.ts';
import { mayDecide, openStep, type GiftDecision } from '../../compile/award-gift.ts';
import { booksOf, scaleOf } from '../../compile/award-plan.ts';
import { isUuid } from '../../compile/sql-text.ts';
import type { Execute } from '../../db/points-awards.ts';
import { grantGift } from '../../db/points-gifts.ts';
import type { WriteUnit } from '../../db/write-unit.ts';
import { isCommittee, personOf, readPoints, textArg } from './points-context.ts';
import { giftAnswers, giftRow, giftRows, holdersOf, stateOf, type GiftRow } from './points-gift-rows.ts';
import { writeAsService } from './service-write.ts';
import type { Service, ServiceCall } from './services.ts';

type Manual = Extract<AwardTrigger, { readonly kind: 'manual' }>;

/**
 * Gives a special award, or asks for the approvals that it needs (SPEC [PTS-14]). Every problem at once:
 * `POINTS_AWARD_UNKNOWN`, `POINTS_NOT_A_GIVER`, `POINTS_TO_SELF`, `POINTS_REASON_MISSING`, `POINTS_AMOUNT_INVALID`,
 * `POINTS_PERSON_UNKNOWN`; then those of `grantGift`.
 */
export const giveService: Service = async (call) => {
  const person = personOf(call.request);
  if (!person.ok) return person;
  return writeAsService(call, async (unit) => {
    const asked = await askedGift(call, unit, person.value);
    if (!asked.ok) return asked;
    const { award, on, gift } = asked.value;
    const { now, timeZone } = unit.binding;
    const steps = on.approvals
      .filter(
        ({ when }) =>
          when === undefined ||
          admits(when, { amount: gift.amount, reason: gift.reason }, { now, timeZone, actor: null }),
      )
      .map(({ id, mode, roles }) => ({ id, mode, roles }));
    await unit.execute(
      `insert into "@tenant".fw_award_gift (id, award, giver, receiver, amount, reason, state, steps, asked_at, ended_at)
       values ($1::uuid, $2, $3::uuid, $4::uuid, $5::numeric, $6, $7, $8::jsonb, $9::timestamptz, $10::timestamptz)`,
      [
        gift.id,
        award.id,
        gift.giver,
        gift.receiver,
        gift.amount,
        gift.reason,
        steps.length === 0 ? 'granted' : 'waiting',
        JSON.stringify(steps),
        now,
        steps.length === 0 ? now : null,
      ],
    );
    const row = must(await giftRow(unit.execute, gift.id), 'special award');
    const [answer] = await giftAnswers(call, unit.execute, [row]);
    if (steps.length > 0) return ok(answer);
    const done = await grantGift(unit, award, { grant: gift, locale: call.request.caller.locale });
    return done.ok ? ok({ ...answer, granted: gift.amount }) : done;
  });
};

interface AskedGift {
  readonly award: AwardModel;
  readonly on: Manual;
  readonly gift: {
    readonly id: string;
    readonly giver: string;
    readonly receiver: string;
    readonly amount: string;
    readonly reason: string;
  };
}

async function askedGift({ request, args }: ServiceCall, unit: WriteUnit, giver: string): Promise<Result<AskedGift>> {
  const { awards } = request.shape.model.behaviour;
  const manual = awards.filter(({ on }) => on.kind === 'manual');
  const award = manual.find(({ id }) => id === textArg(args, 'award'));
  if (award?.on.kind !== 'manual') {
    const known = manual.map(({ id }) => id);
    return refused([issue('POINTS_AWARD_UNKNOWN', '/award', { id: textArg(args, 'award') ?? '', known })]);
  }
  const { on } = award;
  const issues: Issue[] = [];
  const { roles } = request.caller;
  if (!roles.includes(OWNER_ROLE) && !on.by.some((role) => roles.includes(role)))
    issues.push(issue('POINTS_NOT_A_GIVER', '/award', { award: award.id, roles: on.by }));
  const receiver = textArg(args, 'to') ?? '';
  if (on.notToSelf && receiver === giver) issues.push(issue('POINTS_TO_SELF', '/to'));
  else if (!(await isMember(unit.execute, receiver))) issues.push(issue('POINTS_PERSON_UNKNOWN', '/to'));
  const reason = (textArg(args, 'reason') ?? '').trim();
  if (on.reason === 'required' && reason === '') issues.push(issue('POINTS_REASON_MISSING', '/reason'));
  const scale = scaleOf(booksOf(request.shape.model.behaviour, award).wallet);
  const text = textArg(args, 'amount') ?? '';
  const amount = parseDecimal(text);
  if (amount === undefined || amount.coefficient <= 0n || decimalDigits(amount).fraction > scale) {
    issues.push(issue('POINTS_AMOUNT_INVALID', '/amount', { amount: text, scale }));
    return refused(issues);
  }
  if (issues.length > 0) return refused(issues);
  return ok({ award, on, gift: { id: uuidV7(), giver, receiver, amount: decimalText(amount), reason } });
}

async function isMember(execute: Execute, user: string): Promise<boolean> {
  if (!isUuid(user)) return false;
  const found = await execute(`select 1 from "@tenant".fw_user where id = $1::uuid and active`, [user]);
  return found.length > 0;
}

/** Special awards that the caller gave, got or may decide; the committee sees all, newest first. */
export const giftsService: Service = async (call) => {
  const { request, args } = call;
  const person = personOf(request);
  if (!person.ok) return person;
  const all = isCommittee(request.shape.model, request.caller.roles);
  return ok(
    await readPoints(request, async (execute) =>
      giftAnswers(
        call,
        execute,
        await giftRows(execute, { user: person.value, all, state: textArg(args, 'state')?.toLowerCase() ?? null }),
      ),
    ),
  );
};

/**
 * Approves or declines; the last approval grants, and what refuses that leaves the decision to be taken again
 * (SPEC [PTS-15]). `POINTS_GIFT_UNKNOWN`, `POINTS_GIFT_ENDED`, `POINTS_GIFT_NOT_DECIDER`.
 */
export const decideGiftService: Service = async (call) => {
  const { request, args } = call;
  const person = personOf(request);
  if (!person.ok) return person;
  return writeAsService(call, async (unit) => {
    const found = await lockedGift(call, unit);
    if (!found.ok) return found;
    const row = found.value;
    const holders = await holdersOf(unit.execute);
    const gift = stateOf(row);
    const member = { id: person.value, roles: rolesThatDecide(request.caller.roles, row) };
    if (!mayDecide(gift, member, holders)) {
      const roles = openStep(gift, holders)?.roles ?? [];
      return refused([issue('POINTS_GIFT_NOT_DECIDER', '/id', { roles })]);
    }
    const approved = args['approve'] === true;
    const decision: GiftDecision = {
      step: must(openStep(gift, holders), 'open step').step,
      by: person.value,
      approved,
      comment: textArg(args, 'comment'),
      at: unit.binding.now,
    };
    const decisions = [...gift.decisions, decision];
    const isGranted = approved && openStep({ ...gift, decisions }, holders) === null;
    const state = approved ? (isGranted ? 'granted' : 'waiting') : 'declined';
    await endGift(unit, row.id, { state, decisions });
    const [answer] = await giftAnswers(call, unit.execute, [
      must(await giftRow(unit.execute, row.id), 'special award'),
    ]);
    const award = request.shape.model.behaviour.awards.find(({ id }) => id === row.award);
    if (!isGranted) return ok(answer);
    if (award === undefined) return refused([issue('POINTS_AWARD_UNKNOWN', '/id', { id: row.award, known: [] })]);
    const done = await grantGift(unit, award, { grant: row, locale: request.caller.locale });
    return done.ok ? ok({ ...answer, granted: row.amount }) : done;
  });
};

/** Takes back what was asked and not yet granted. `POINTS_GIFT_UNKNOWN`, `POINTS_GIFT_ENDED`. */
export const withdrawGiftService: Service = async (call) => {
  const person = personOf(call.request);
  if (!person.ok) return person;
  return writeAsService(call, async (unit) => {
    const found = await lockedGift(call, unit);
    if (!found.ok) return found;
    const row = found.value;
    if (row.giver !== person.value)
      return refused([issue('POINTS_GIFT_UNKNOWN', '/id', { id: textArg(call.args, 'id') ?? '' })]);
    await endGift(unit, row.id, { state: 'withdrawn', decisions: stateOf(row).decisions });
    const [answer] = await giftAnswers(call, unit.execute, [
      must(await giftRow(unit.execute, row.id), 'special award'),
    ]);
    return ok(answer);
  });
};

/** An owner may stand for any role; those who take part are kept out by `mayDecide`. */
function rolesThatDecide(roles: readonly string[], row: GiftRow): readonly string[] {
  return roles.includes(OWNER_ROLE) ? stateOf(row).steps.flatMap((step) => step.roles) : roles;
}

async function lockedGift({ args }: ServiceCall, unit: WriteUnit): Promise<Result<GiftRow>> {
  const id = textArg(args, 'id') ?? '';
  const row = isUuid(id) ? await giftRow(unit.execute, id, 'for update') : undefined;
  if (row === undefined) return refused([issue('POINTS_GIFT_UNKNOWN', '/id', { id })]);
  return row.state === 'waiting' ? ok(row) : refused([issue('POINTS_GIFT_ENDED', '/id', { state: row.state })]);
}

async function endGift(
  unit: WriteUnit,
  id: string,
  { state, decisions }: { readonly state: string; readonly decisions: readonly GiftDecision[] },
): Promise<void> {
  await unit.execute(
    `update "@tenant".fw_award_gift set state = $2, decisions = $3::jsonb, ended_at = case when $2 = 'waiting' then null else $4::timestamptz end where id = $1::uuid`,
    [id, state, JSON.stringify(decisions), unit.binding.now],
  );
}
