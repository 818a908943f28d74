/**
 * The preset patterns a text field may ask for. There are no user patterns: a user's regular expression is a way to
 * stop the server. Each is anchored, linear, and the same in JavaScript and in PostgreSQL's ARE dialect.
 */
export const PRESET_PATTERNS = {
  email: { pattern: '^[^@ ]{1,64}@[A-Za-z0-9-]{1,63}([.][A-Za-z0-9-]{1,63}){1,8}$', example: 'wang@example.com' },
  url: { pattern: '^https?://[^ ]{1,2000}$', example: 'https://example.com/a' },
  phone: { pattern: '^[+]?[0-9][0-9 -]{4,24}$', example: '+86 138 0000 0000' },
  mobileCn: { pattern: '^1[3-9][0-9]{9}$', example: '13800000000' },
  idCardCn: { pattern: '^[0-9]{17}[0-9X]$', example: '11010519491231002X' },
  creditCodeCn: { pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$', example: '91350100M000100Y43' },
  postalCodeCn: { pattern: '^[0-9]{6}$', example: '100000' },
  code: { pattern: '^[A-Z0-9][A-Z0-9_-]{0,39}$', example: 'A-100' },
  slug: { pattern: '^[a-z0-9]{1,40}(-[a-z0-9]{1,40}){0,8}$', example: 'spring-sale' },
  digits: { pattern: '^[0-9]{1,40}$', example: '00123' },
  letters: { pattern: '^[A-Za-z]{1,100}$', example: 'ABC' },
  barcode: { pattern: '^[0-9]{8}([0-9]{4,6})?$', example: '6901234567892' },
  iban: { pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$', example: 'DE89370400440532013000' },
} as const satisfies Readonly<Record<string, PresetPattern>>;

export interface PresetPattern {
  readonly pattern: string;
  readonly example: string;
}

export const PRESET_PATTERN_NAMES: readonly string[] = Object.keys(PRESET_PATTERNS);

/** The preset of that name. */
export function presetPattern(name: string): PresetPattern | undefined {
  return Object.entries(PRESET_PATTERNS).find(([key]) => key === name)?.[1];
}
