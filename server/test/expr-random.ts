import { assertNever } from '../../schema/core/result.ts';
import type { TableModel } from '../../schema/expr/ast.ts';
import { SAMPLE_FIELDS } from '../../schema/expr/sample-scope.ts';
import { TEXTS, NUMBERS, DATES, INSTANTS, TIMES, type Random } from './expr-samples.ts';

const DURATION_TEXTS = ['72h', 'P7D', 'PT2M', '1h30m', 'PT0.5S', '-P1D', 'P1W', 'PT36H', '0s', 'P9999999D'] as const;

type Scalar = 'bool' | 'int' | 'decimal' | 'text' | 'date' | 'time' | 'datetime' | 'duration';
const SCALARS = ['bool', 'int', 'decimal', 'text', 'date', 'time', 'datetime', 'duration'] as const;

interface RowVariable {
  readonly name: string;
  readonly entity: string;
}
interface ScalarVariable {
  readonly name: string;
  readonly type: Scalar;
}
interface Names {
  readonly rows: readonly RowVariable[];
  readonly scalars: readonly ScalarVariable[];
}

/** Well-typed random expressions over the sample company, as text. */
export class RandomExpressions {
  readonly #random: Random;
  readonly #tables: readonly TableModel[];
  #names = 0;

  constructor(random: Random, tables: Iterable<TableModel> = []) {
    this.#random = random;
    this.#tables = [...tables];
  }

  next(): string {
    this.#names = 0;
    const type = this.#random.chance(0.5) ? 'bool' : this.#random.pick(SCALARS);
    return this.#make(type, 1 + this.#random.below(4), { rows: [{ name: 'doc', entity: 'Order' }], scalars: [] });
  }

  #make(type: Scalar, depth: number, names: Names): string {
    if (depth <= 0) return this.#leaf(type, names);
    const common = [
      () =>
        `(${this.#make('bool', depth - 1, names)} ? ${this.#make(type, depth - 1, names)} : ${this.#orNull(type, depth - 1, names)})`,
      () => `coalesce(${this.#make(type, depth - 1, names)}, ${this.#make(type, depth - 1, names)})`,
      () => this.#leaf(type, names),
    ];
    const tables = this.#tables.filter(({ out }) => out.kind === type);
    if (tables.length > 0 && this.#random.chance(0.07))
      return this.#lookUp(this.#random.pick(tables), depth - 1, names);
    const own = this.#forms(type, depth - 1, names);
    return this.#random.chance(0.2) ? this.#random.pick(common)() : this.#random.pick(own)();
  }

  #lookUp({ id, inputs }: TableModel, depth: number, names: Names): string {
    const args = inputs.map(({ type }) => {
      const scalar = SCALARS.find((kind) => kind === type.kind) ?? 'text';
      return this.#orNull(scalar === 'decimal' && this.#random.chance(0.3) ? 'int' : scalar, depth, names);
    });
    return `table(${[`'${id}'`, ...args].join(', ')})`;
  }

  #orNull(type: Scalar, depth: number, names: Names): string {
    return this.#random.chance(0.2) ? 'null' : this.#make(type, depth, names);
  }

  #forms(type: Scalar, depth: number, names: Names): readonly (() => string)[] {
    const make = (wanted: Scalar): string => this.#make(wanted, depth, names);
    const extremes = (wanted: Scalar): readonly (() => string)[] => [
      () => `${this.#random.pick(['min', 'max'])}(${make(wanted)}, ${make(wanted)})`,
      () => `${this.#random.pick(['min', 'max'])}(${this.#list(wanted, depth, names)})`,
    ];
    switch (type) {
      case 'bool':
        return this.#conditions(depth, names);
      case 'int':
        return [
          () => `(${make('int')} ${this.#random.pick(['+', '-', '*', '%'])} ${make('int')})`,
          () => `-(${make('int')})`,
          () => `${this.#random.pick(['floor', 'ceil', 'round', 'int'])}(${make('decimal')})`,
          () => `int(${make('text')})`,
          () => `size(${make('text')})`,
          () => `${this.#rows(depth, names).list}.size()`,
          () =>
            `${this.#random.pick(['year', 'month', 'day', 'weekday'])}(${make(this.#random.pick(['date', 'datetime'] as const))})`,
          () => `hour(${make('datetime')})`,
          () => `days(${make('date')}, ${make('date')})`,
          () => `abs(${make('int')})`,
          () => `sum(${this.#list('int', depth, names)})`,
          ...extremes('int'),
        ];
      case 'decimal':
        return [
          () =>
            `(${make('decimal')} ${this.#random.pick(['+', '-', '*', '/', '%'])} ${make(this.#random.pick(['decimal', 'int'] as const))})`,
          () => `(${make('int')} / ${make('int')})`,
          () => `-(${make('decimal')})`,
          () => `abs(${make('decimal')})`,
          () => `round(${make('decimal')}, ${this.#random.below(5)})`,
          () => `decimal(${make('text')})`,
          () => `(${make('duration')} / ${make('duration')})`,
          () => `${this.#random.pick(['sum', 'avg'])}(${this.#list('decimal', depth, names)})`,
          () => `avg(${this.#list('int', depth, names)})`,
          ...extremes('decimal'),
        ];
      case 'text':
        return [
          () => `(${make('text')} + ${make('text')})`,
          () => `concat(${make('text')}, ${make('text')})`,
          () => `${make('text')}.${this.#random.pick(['lower', 'upper', 'trim'])}()`,
          () => `substring(${make('text')}, ${make('int')})`,
          () => `substring(${make('text')}, ${this.#random.below(4)}, ${make('int')})`,
          () => `string(${make(this.#random.pick(SCALARS))})`,
          ...extremes('text'),
        ];
      case 'date':
        return [
          () => `date(${make('datetime')})`,
          () => `addDays(${make('date')}, ${make('int')})`,
          () => `addMonths(${make('date')}, ${make('int')})`,
          ...extremes('date'),
        ];
      case 'time':
        return extremes('time');
      case 'datetime':
        return [
          () => `(${make('datetime')} ${this.#random.pick(['+', '-'])} ${make('duration')})`,
          () => `datetime(${make('date')})`,
          ...extremes('datetime'),
        ];
      case 'duration':
        return [
          () => `(${make('duration')} ${this.#random.pick(['+', '-'])} ${make('duration')})`,
          () => `(${make('datetime')} - ${make('datetime')})`,
          () => `(${make('date')} - ${make('date')})`,
          () =>
            `(${make('duration')} ${this.#random.pick(['*', '/'])} ${make(this.#random.pick(['int', 'decimal'] as const))})`,
          () => `sum(${this.#list('duration', depth, names)})`,
          ...extremes('duration'),
        ];
      default:
        return assertNever(type);
    }
  }

  #conditions(depth: number, names: Names): readonly (() => string)[] {
    const ordered = ['int', 'decimal', 'text', 'date', 'time', 'datetime', 'duration'] as const;
    const make = (type: Scalar): string => this.#make(type, depth, names);
    const both = (type: Scalar, ops: readonly string[]): string =>
      `(${make(type)} ${this.#random.pick(ops)} ${make(type)})`;
    return [
      () => both('bool', ['&&', '||']),
      () => both('bool', ['&&', '||']),
      () => `!(${make('bool')})`,
      () => both(this.#random.pick(ordered), ['<', '<=', '>', '>=']),
      () => both(this.#random.pick(ordered), ['<', '<=', '>', '>=']),
      () => both(this.#random.pick(SCALARS), ['==', '!=']),
      () => both(this.#random.pick(SCALARS), ['==', '!=']),
      () => `(${make('int')} ${this.#random.pick(['==', '<', '!='])} ${make('decimal')})`,
      () => `(${make(this.#random.pick(SCALARS))} ${this.#random.pick(['==', '!='])} null)`,
      () =>
        `(${this.#reference(names)} ${this.#random.pick(['==', '!='])} ${this.#random.pick([() => this.#reference(names), () => 'null', () => make('text')])()})`,
      () => `(${this.#reference(names)} in ${this.#random.pick(['doc.watchers', '[doc.customer, doc.backup]'])})`,
      () => this.#oneIn(depth, names),
      () => `${make('text')}.${this.#random.pick(['contains', 'startsWith', 'endsWith'])}(${make('text')})`,
      () =>
        this.#random.pick([
          'has(doc.note)',
          'has(doc.backup)',
          'has(doc.lines)',
          'has(doc.place)',
          '(doc.place == null)',
          '(doc.assignee == actor.id)',
          '(actor == null)',
          "('sales' in actor.roles)",
          '(doc.assignee in actor.departments)',
        ]),
      () => this.#quantified(depth, names),
      () => this.#quantified(depth, names),
    ];
  }

  #oneIn(depth: number, names: Names): string {
    const type = this.#random.pick(SCALARS);
    const item = this.#orNull(type, depth, names);
    return `(${item} in ${this.#list(type, depth, names)})`;
  }

  #quantified(depth: number, names: Names): string {
    const { list, entity } = this.#rows(depth, names);
    const name = this.#newName();
    const inner = { ...names, rows: [...names.rows, { name, entity }] };
    return `${list}.${this.#random.pick(['all', 'exists', 'all', 'exists', 'exists_one'])}(${name}, ${this.#make('bool', depth, inner)})`;
  }

  /** A reference to a customer. */
  #reference(names: Names): string {
    const customers = names.rows.filter(({ entity }) => entity === 'Customer').map(({ name }) => name);
    return this.#random.pick(['doc.customer', 'doc.backup', ...customers]);
  }

  #rows(depth: number, names: Names): { readonly list: string; readonly entity: string } {
    const lists = names.rows.flatMap(({ name, entity }) => {
      if (entity === 'Customer') return [{ list: `${name}.contacts`, entity: 'Contact' }];
      if (entity !== 'Order') return [];
      return [
        { list: `${name}.lines`, entity: 'Line' },
        { list: `${name}.lines`, entity: 'Line' },
        { list: `${name}.watchers`, entity: 'Customer' },
        { list: `${name}.customer.contacts`, entity: 'Contact' },
        { list: `${name}.backup.contacts`, entity: 'Contact' },
      ];
    });
    const chosen = this.#random.pick(lists);
    if (depth <= 0 || this.#random.chance(0.6)) return this.#mapped(chosen);
    const name = this.#newName();
    const inner = { ...names, rows: [...names.rows, { name, entity: chosen.entity }] };
    return this.#mapped({ ...chosen, list: `${chosen.list}.filter(${name}, ${this.#make('bool', depth - 1, inner)})` });
  }

  /** Sometimes the rows that the rows refer to. */
  #mapped(rows: { readonly list: string; readonly entity: string }): {
    readonly list: string;
    readonly entity: string;
  } {
    if (!this.#random.chance(0.15)) return rows;
    const name = this.#newName();
    if (rows.entity === 'Line') return { list: `${rows.list}.map(${name}, ${name}.item)`, entity: 'Item' };
    return rows.entity === 'Customer' ? { list: `${rows.list}.map(${name}, ${name}.region)`, entity: 'Region' } : rows;
  }

  #list(type: Scalar, depth: number, names: Names): string {
    if (this.#random.chance(0.25)) {
      const items = Array.from({ length: 1 + this.#random.below(3) }, () => this.#make(type, depth - 1, names));
      return `[${items.join(', ')}${this.#random.chance(0.15) ? ', null' : ''}]`;
    }
    if (type === 'text' && this.#random.chance(0.3)) return this.#random.pick(['doc.tags', 'actor.roles']);
    const { list, entity } = this.#rows(depth - 1, names);
    const name = this.#newName();
    const inner = { ...names, rows: [...names.rows, { name, entity }] };
    const mapped = `${list}.map(${name}, ${this.#make(type, depth - 1, inner)})`;
    if (!this.#random.chance(0.2)) return mapped;
    const element = this.#newName();
    const scalars = [...names.scalars, { name: element, type }];
    return `${mapped}.filter(${element}, ${this.#make('bool', depth - 1, { ...names, scalars })})`;
  }

  #leaf(type: Scalar, names: Names): string {
    const own = names.scalars.filter((variable) => variable.type === type).map(({ name }) => name);
    const paths = names.rows.flatMap(({ name, entity }) => pathsOf(entity, type).map((path) => `${name}.${path}`));
    // The innermost names first: an expression about its list's elements is the likelier one.
    const near = names.rows
      .slice(-1)
      .flatMap(({ name, entity }) => pathsOf(entity, type).map((path) => `${name}.${path}`));
    if (own.length > 0 && this.#random.chance(0.5)) return this.#random.pick(own);
    if (near.length > 0 && this.#random.chance(0.4)) return this.#random.pick(near);
    if (paths.length > 0 && this.#random.chance(0.5)) return this.#random.pick(paths);
    return this.#literal(type);
  }

  #literal(type: Scalar): string {
    switch (type) {
      case 'bool':
        return this.#random.pick(['true', 'false']);
      case 'int':
        return this.#random.pick(['0', '1', '2', '-1', '5', '10', '-31', '100', '20000000000', '12345']);
      case 'decimal':
        return this.#random.chance(0.5)
          ? `dec('${this.#random.pick(NUMBERS)}')`
          : this.#random.pick(['0.1', '1.5', '2.50', '0.0', '100.0']);
      case 'text':
        return this.#random.chance(0.1) ? 'actor.role' : JSON.stringify(this.#random.pick(TEXTS));
      case 'date':
        return this.#random.chance(0.2) ? 'today()' : `date('${this.#random.pick(DATES)}')`;
      case 'time':
        return `time('${this.#random.pick(TIMES)}')`;
      case 'datetime':
        return this.#random.chance(0.3) ? 'now()' : `datetime('${this.#random.pick(INSTANTS)}')`;
      case 'duration':
        return `duration('${this.#random.pick(DURATION_TEXTS)}')`;
      default:
        return assertNever(type);
    }
  }

  #newName(): string {
    this.#names += 1;
    return `v${this.#names}`;
  }
}

/** Paths from a row to single values of a type, over at most two references. */
function pathsOf(entity: string, type: Scalar, hops = 2): readonly string[] {
  return Object.entries(SAMPLE_FIELDS[entity] ?? {}).flatMap(([id, field]) => {
    if (field.type.kind === type) return [id];
    if (field.type.kind !== 'row' || hops === 0) return [];
    return pathsOf(field.type.entity, type, hops - 1).map((path) => `${id}.${path}`);
  });
}
