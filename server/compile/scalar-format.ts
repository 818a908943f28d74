import { parseDate } from '../../schema/expr/calendar.ts';
import { parseDuration } from './duration-format.ts';

export type CustomScalar = 'Decimal' | 'Money' | 'DateTime' | 'Date' | 'Time' | 'Duration';

interface ScalarFormat {
  /** A well-formed value, for a message in any language. */
  readonly example: string;
  readonly canonical: (text: string) => string | undefined;
}

const DECIMAL: ScalarFormat = {
  example: '"12.50"',
  canonical: (text) => (/^[+-]?(\d{1,38}(\.\d{0,18})?|\.\d{1,18})$/.test(text) ? text.replace(/^\+/, '') : undefined),
};

/** The text forms of our scalars. `canonical` gives the one spelling PostgreSQL is handed, `undefined` for what is malformed. */
export const SCALAR_FORMATS = {
  Decimal: DECIMAL,
  Money: DECIMAL,
  DateTime: {
    example: '"2026-03-01T09:00:00+08:00"',
    canonical: (text) => {
      const match = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([Zz]|[+-]\d{2}:?\d{2})$/.exec(
        text,
      );
      const [, day = '', , zone = ''] = match ?? [];
      if (match === null || parseDate(day) === undefined) return undefined;
      const instant = new Date(
        text
          .replace(' ', 'T')
          .replace(/([+-]\d{2})(\d{2})$/, '$1:$2')
          .replace(zone.toLowerCase() === 'z' ? /z$/i : /$^/, 'Z'),
      );
      return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
    },
  },
  Date: { example: '"2026-03-01"', canonical: (text) => (parseDate(text) === undefined ? undefined : text) },
  Time: {
    example: '"09:30:00"',
    canonical: (text) => {
      const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
      return match === null ? undefined : `${match[1]}:${match[2]}:${match[3] ?? '00'}`;
    },
  },
  Duration: { example: '"PT72H"', canonical: (text) => parseDuration(text) },
} as const satisfies Readonly<Record<CustomScalar, ScalarFormat>>;

/** The canonical text of a scalar value, or `undefined` when it is malformed. Durations become seconds. */
export function canonicalScalar(scalar: CustomScalar, text: string): string | undefined {
  return SCALAR_FORMATS[scalar].canonical(text);
}
