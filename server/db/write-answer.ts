import type { SqlTemplate } from '../compile/sql-text.ts';
import type { JoinedStatement, Row, SqlText } from './database.ts';
import type { WriteUnit } from './write-unit.ts';

type Statements = Pick<WriteUnit, 'statement'>;

/**
 * That what a write answers of one row (`planRows`) may be read together with what others answer: making such a
 * statement ready to run costs PostgreSQL more than reading one more row does.
 */
export function joinedAnswer(
  unit: Statements,
  each: SqlTemplate | undefined,
  ids: readonly string[],
): { readonly joined?: JoinedStatement } {
  const [id] = ids;
  return each === undefined || id === undefined || ids.length > 1 ? {} : { joined: new JoinedAnswer(unit, each, id) };
}

class JoinedAnswer implements JoinedStatement {
  readonly kind: SqlTemplate;
  private readonly unit: Statements;
  private readonly id: string;

  constructor(unit: Statements, each: SqlTemplate, id: string) {
    this.kind = each;
    this.unit = unit;
    this.id = id;
  }

  together(parts: readonly JoinedStatement[]): SqlText {
    return this.unit.statement(this.kind, {
      ids: parts.flatMap((part) => (part instanceof JoinedAnswer ? [part.id] : [])),
    });
  }

  ownRows(rows: readonly Row[], index: number): readonly Row[] {
    // Looked up one after the other they come in this order, but PostgreSQL promises none.
    const likely = rows[index];
    return likely?.['n'] === index + 1 ? [likely] : rows.filter(({ n }) => n === index + 1);
  }
}
