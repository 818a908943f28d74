import { UNFORESEEN_STATE } from './ddl-errors.ts';
import { EXPIRE_BODY, LAPSE_BODY, BALANCE_AT_BODY } from './ledger-job-sql.ts';
import { FLAT_ARGS } from './flat-params.ts';
import { CREDIT_BODY, PAIR_BODY } from './ledger-award-sql.ts';
import { flatBody } from './ledger-flat-sql.ts';
import { HASH_BODY } from './ledger-hash-sql.ts';
import { ONE_BODY } from './ledger-one-sql.ts';
import { PLAIN_BODY } from './ledger-plain-sql.ts';
import { AFTER_BODY, BOOK_BODY, CLOSED_BODY, MIRROR_BODY, PLAN_BODY, SPEC_KEYS_BODY } from './ledger-plan-sql.ts';
import { REFUSAL_BODY, RUN_BODY } from './ledger-run-sql.ts';

/** A function of the ledger engine. The search path of an engine function is the tenant's schema. */
export interface LedgerFunction {
  readonly name: string;
  readonly args: readonly (readonly [name: string, type: string])[];
  readonly returns: string;
  /**
   * `part`: a query in SQL. `engine`: PL/pgSQL that runs as the schema's owner. `step`: PL/pgSQL that engine functions
   * call; it has their rights and search path, and can be called by nobody else.
   */
  readonly kind: 'part' | 'engine' | 'step';
  /** `@tenant` in it stands for the tenant's schema, `@lock` for the key of its lock. */
  readonly body: string;
  readonly tenantMayCall: boolean;
}

/** The canonical text of a key: only dimensions with a value, in jsonb's order, ids as PostgreSQL writes them. */
const KEY_BODY = `
SELECT jsonb_strip_nulls(jsonb_build_object(
  'u0', (dims->>'u0')::uuid, 'u1', (dims->>'u1')::uuid, 'u2', (dims->>'u2')::uuid, 'u3', (dims->>'u3')::uuid, 'u4', (dims->>'u4')::uuid,
  't0', dims->>'t0', 't1', dims->>'t1', 't2', dims->>'t2', 't3', dims->>'t3'))::text`;

/** The order in which balances are locked: what many share comes last, so that it is held for the shortest time. */
const RANK_BODY = `
SELECT CASE WHEN book LIKE '@%' THEN 1 WHEN book LIKE '%.opening' THEN 3 WHEN book LIKE '%.budget' THEN 2
  WHEN position('.' IN book) > 0 THEN 1 ELSE 0 END`;

/** Whether a book is an account of a double ledger: \`points.wallet\`, but not \`@limit.onTime.daily\`. */
const DOUBLE_BODY = `SELECT position('.' IN book) > 0 AND book NOT LIKE '@%'`;

/** A period is closed by whoever has this lock alone. */
const SHARE = `PERFORM pg_advisory_xact_lock_shared(hashtextextended('${ledgerLockName('@lock')}', 0));`;

/** Postings of one transaction, all or none. A request that came before is answered again and does nothing. */
const POST_BODY = `
DECLARE
  answer jsonb;
BEGIN
  ${SHARE}
  IF jsonb_array_length(request->'postings') = 1 THEN answer := fw_post_one(request); END IF;
  IF answer IS NULL THEN answer := fw_post_all(jsonb_build_array(request))->0; END IF;
  RETURN answer;
END`;

/**
 * As `fw_post`, and fails where it would refuse, or where one of those who are given points is no active member: its
 * caller has sent the commit behind it, so that nobody waits for these locks while an answer travels.
 */
const POST_SURE_BODY = `
DECLARE
  answer jsonb;
BEGIN
  IF EXISTS (SELECT FROM unnest(members) AS m(id) WHERE NOT EXISTS (SELECT FROM fw_user u WHERE u.id = CASE WHEN pg_input_is_valid(m.id, 'uuid') THEN m.id::uuid END AND u.active)) THEN
    RAISE EXCEPTION USING ERRCODE = '${UNFORESEEN_STATE}', MESSAGE = 'not as foreseen';
  END IF;
  ${SHARE}
  IF jsonb_array_length(request->'postings') = 1 THEN answer := fw_post_one(request); END IF;
  IF answer IS NULL THEN answer := fw_post_all(jsonb_build_array(request))->0; END IF;
  IF answer->>'ok' IS DISTINCT FROM 'true' THEN
    RAISE EXCEPTION USING ERRCODE = '${UNFORESEEN_STATE}', MESSAGE = 'not as foreseen';
  END IF;
END`;

const POST_MANY_BODY = `
BEGIN
  ${SHARE}
  RETURN fw_post_all(requests);
END`;

const BALANCE_TABLE = 'TABLE (key text, m0 numeric, m1 numeric, m2 numeric, m3 numeric)';

/** What follows a posting: of which, as what, under which id, when. */
const FOLLOW_ARGS = [
  ['o', '@tenant.fw_posting'],
  ['kind', 'text'],
  ['id', 'uuid'],
  ['eff', 'timestamptz'],
] as const;

/**
 * Several requests in one transaction, each with its own verdict, in order. All that they touch is locked before the
 * first is done, in the one order that every caller keeps; so no two callers wait for each other. Then they are done
 * together, or one after the other where one may build on what another did.
 */
const POST_ALL_BODY = `
DECLARE
  one jsonb;
  answers jsonb;
BEGIN
  answers := coalesce(fw_post_plain(requests), fw_post_try(requests));
  IF answers IS NOT NULL THEN RETURN answers; END IF;
  answers := '[]';
  FOR one IN SELECT value FROM jsonb_array_elements(requests) LOOP
    answers := answers || fw_post_try(jsonb_build_array(one));
  END LOOP;
  RETURN answers;
END`;

/** The answers; null where several requests cannot be done together (their balances are locked then). */
const TRY_BODY = `
DECLARE
  plan jsonb;
BEGIN
  FOR attempt IN 1..3 LOOP
    plan := fw_post_plan(requests);
    PERFORM fw_post_lock(plan);
    -- While we waited for the locks, the same posting may have been made by another.
    CONTINUE WHEN EXISTS (SELECT FROM jsonb_array_elements_text(plan->'ids') i JOIN fw_posting p ON p.id = i::uuid);
    IF jsonb_array_length(requests) > 1 AND (plan->>'alone')::boolean THEN RETURN NULL; END IF;
    RETURN fw_post_run(requests, plan);
  END LOOP;
  RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'the same posting was made at the same time';
END`;

/** Makes the balances that are missing and locks all, in the order of \`fw_rank\`, book and key. */
const LOCK_BODY = `
BEGIN
  INSERT INTO fw_balance (book, key, u0, u1, u2, u3, u4, t0, t1, t2, t3)
    SELECT b, k, (d->>'u0')::uuid, (d->>'u1')::uuid, (d->>'u2')::uuid, (d->>'u3')::uuid, (d->>'u4')::uuid,
           d->>'t0', d->>'t1', d->>'t2', d->>'t3'
      FROM (SELECT x->>0 AS b, x->>1 AS k, (x->>1)::jsonb AS d FROM jsonb_array_elements(plan->'keys') x) AS wanted
     WHERE NOT EXISTS (SELECT FROM fw_balance o WHERE o.book = b AND o.key = k)
     ORDER BY fw_rank(b), b COLLATE "C", k COLLATE "C"
    ON CONFLICT DO NOTHING;
  PERFORM 1 FROM (SELECT x->>0 AS b, x->>1 AS k FROM jsonb_array_elements(plan->'keys') x) AS wanted
     JOIN fw_balance o ON o.book = b AND o.key = k
     ORDER BY fw_rank(o.book), o.book COLLATE "C", o.key COLLATE "C" FOR UPDATE OF o;
END`;

/**
 * Name of the lock that postings share and that closing a period has alone, from the key of the tenant's lock. Its
 * number is what `hashtextextended(name, 0)` gives.
 */
export function ledgerLockName(tenantLockKey: string): string {
  return `ledger:${tenantLockKey}`;
}

/** The functions, each after those it needs. */
export const LEDGER_FUNCTIONS: readonly LedgerFunction[] = [
  part('fw_key', [['dims', 'jsonb']], 'text', KEY_BODY),
  part('fw_rank', [['book', 'text']], 'integer', RANK_BODY),
  part('fw_is_double', [['book', 'text']], 'boolean', DOUBLE_BODY),
  part('fw_closed_until', [['of_ledger', 'text']], 'timestamptz', CLOSED_BODY),
  part('fw_post_hash', [['p', 'jsonb']], 'text', HASH_BODY),
  part('fw_post_book', [['b', 'jsonb']], 'jsonb', BOOK_BODY),
  part('fw_post_spec_keys', [['spec', 'jsonb']], 'jsonb', SPEC_KEYS_BODY),
  part(
    'fw_post_pair',
    [
      ['giver', 'jsonb'],
      ['taker', 'jsonb'],
      ['amount', 'numeric'],
    ],
    'jsonb',
    PAIR_BODY,
  ),
  part(
    'fw_post_credit',
    [
      ['spec', 'jsonb'],
      ['payer', 'jsonb'],
      ['amount', 'numeric'],
      ['settled', 'numeric'],
    ],
    'jsonb',
    CREDIT_BODY,
  ),
  part(
    'fw_post_refusal',
    [
      ['code', 'text'],
      ['of_book', 'text'],
      ['of_key', 'text'],
      ['more', 'jsonb'],
      ['places', 'jsonb'],
    ],
    'jsonb',
    REFUSAL_BODY,
  ),
  part('fw_post_mirror', FOLLOW_ARGS, 'jsonb', MIRROR_BODY),
  part('fw_post_after', FOLLOW_ARGS, 'jsonb', AFTER_BODY),
  step('fw_post_plan', [['requests', 'jsonb']], 'jsonb', PLAN_BODY),
  step('fw_post_lock', [['plan', 'jsonb']], 'void', LOCK_BODY),
  step(
    'fw_post_run',
    [
      ['requests', 'jsonb'],
      ['plan', 'jsonb'],
    ],
    'jsonb',
    RUN_BODY,
  ),
  step('fw_post_try', [['requests', 'jsonb']], 'jsonb', TRY_BODY),
  step('fw_post_one', [['request', 'jsonb']], 'jsonb', ONE_BODY),
  step('fw_post_plain', [['requests', 'jsonb']], 'jsonb', PLAIN_BODY),
  step('fw_post_all', [['requests', 'jsonb']], 'jsonb', POST_ALL_BODY),
  { ...engine('fw_post_many', [['requests', 'jsonb']], 'jsonb', POST_MANY_BODY), tenantMayCall: true },
  { ...engine('fw_post', [['request', 'jsonb']], 'jsonb', POST_BODY), tenantMayCall: true },
  {
    ...engine(
      'fw_post_sure',
      [
        ['request', 'jsonb'],
        ['members', 'text[]'],
      ],
      'void',
      POST_SURE_BODY,
    ),
    tenantMayCall: true,
  },
  {
    ...engine(
      'fw_post_flat',
      FLAT_ARGS.map(({ name, type }) => [name, type] as const),
      'void',
      flatBody(SHARE),
    ),
    tenantMayCall: true,
  },
  engine(
    'fw_lapse',
    [
      ['moment', 'timestamptz'],
      ['most', 'integer'],
    ],
    'integer',
    LAPSE_BODY,
  ),
  engine(
    'fw_expire',
    [
      ['moment', 'timestamptz'],
      ['most', 'integer'],
    ],
    'integer',
    EXPIRE_BODY,
  ),
  {
    ...part(
      'fw_balance_at',
      [
        ['of_book', 'text'],
        ['moment', 'timestamptz'],
      ],
      BALANCE_TABLE,
      BALANCE_AT_BODY,
    ),
    tenantMayCall: true,
  },
];

/** A piece of a query, without rights of its own; the planner may put it into the query that uses it. */
function part(name: string, args: LedgerFunction['args'], returns: string, body: string): LedgerFunction {
  return { kind: 'part', name, args, returns, body, tenantMayCall: false };
}

/** Runs as the schema's owner. */
function engine(name: string, args: LedgerFunction['args'], returns: string, body: string): LedgerFunction {
  return { kind: 'engine', name, args, returns, body, tenantMayCall: false };
}

/** Runs as whoever calls it: an engine function. */
function step(name: string, args: LedgerFunction['args'], returns: string, body: string): LedgerFunction {
  return { kind: 'step', name, args, returns, body, tenantMayCall: false };
}
