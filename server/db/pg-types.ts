/**
 * How values come back from the driver: exact, as text. A JavaScript number holds neither `int8` nor `numeric`, and a
 * `Date` drops what PostgreSQL keeps. JSON stays text until someone reads it.
 */
const OID = {
  int8: 20,
  json: 114,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  numeric: 1700,
  jsonb: 3802,
} as const;

const PARSERS: Readonly<Record<number, (text: string) => string>> = {
  [OID.int8]: asText,
  [OID.numeric]: asText,
  [OID.date]: asText,
  [OID.interval]: asText,
  [OID.json]: asText,
  [OID.jsonb]: asText,
  [OID.timestamp]: isoLocal,
  [OID.timestamptz]: isoInstant,
};

/** The text parser of each type that is not left to the driver, by type oid (pg_type.dat). */
export function typeParsers(): Record<number, (text: string) => string> {
  return { ...PARSERS };
}

/** `2026-03-01 09:00:00.12+00` → `2026-03-01T09:00:00.12Z`; sessions run in UTC. `infinity` stays. */
export function isoInstant(text: string): string {
  return isoLocal(text).replace(/\+00(:00)?$/, 'Z');
}

function isoLocal(text: string): string {
  return text.replace(' ', 'T');
}

function asText(text: string): string {
  return text;
}
