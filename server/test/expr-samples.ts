/** Random numbers that a seed repeats (mulberry32). */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
  chance(probability: number): boolean {
    return this.next() < probability;
  }
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

export const TEXTS = [
  '',
  'a',
  'A',
  'abc',
  'ABC',
  'ab',
  '中文',
  '张三丰',
  '中',
  "O'Brien",
  'back\\slash',
  '"quoted"',
  ' pad ',
  '\u3000全角\u3000',
  'É',
  'é',
  'ß',
  'İ',
  'ı',
  '🙂',
  '🙂x',
  '\uffee',
  'Ω',
  'ω',
  'ς',
  'я',
  'Я',
  '12',
  '-3.50',
  '+7',
  '1e5',
  '007',
  '0.1',
  '%_',
  '$1',
  'tab\there',
  'two\nlines',
  'sales',
  'draft',
  '--',
  ';',
  '99999999999999999999999999999999999999',
  '.5',
  'true',
] as const;

export const NUMBERS = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '7',
  '0.5',
  '-0.5',
  '1.5',
  '2.5',
  '-2.5',
  '0.1',
  '0.2',
  '0.0001',
  '-0.00005',
  '0.000000000001',
  '100',
  '99.99',
  '12345678901234567890.1234',
  '-98765432109876543210',
  '1000000',
  '33.333333',
  '0.005',
  '1.005',
] as const;

export const DATES = [
  '2026-01-31',
  '2024-02-29',
  '2025-12-31',
  '2026-03-08',
  '2026-11-01',
  '2018-11-04',
  '2024-11-03',
  '2024-03-10',
  '2000-01-01',
  '1999-12-31',
  '2026-03-01',
  '0001-01-01',
  '9999-12-31',
] as const;
export const INSTANTS = [
  '2026-03-01T01:00:00.000Z',
  '2026-03-08T06:59:59.999Z',
  '2026-03-08T07:00:00.000Z',
  '2026-11-01T05:30:00.123Z',
  '2026-11-01T06:30:00.000Z',
  '2025-12-31T16:00:00.000Z',
  '2025-12-31T15:59:59.999999Z',
  '2018-11-04T02:59:59.000Z',
  '2018-11-04T03:00:00.000Z',
  '2000-02-29T23:59:59.500Z',
] as const;
export const TIMES = ['00:00:00', '08:30:00', '12:00:00', '23:59:59', '08:30:01'] as const;
export const DURATIONS = [
  '0',
  '1',
  '-1',
  '60',
  '3600',
  '86400',
  '259200',
  '-86400',
  '0.5',
  '1234567.891',
  '99999999999',
] as const;
