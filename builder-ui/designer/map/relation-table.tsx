import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { textIn } from '../../../schema/core/text.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import type { ObjectFacts, Relation } from './map-facts.ts';
import { useMapText } from './map-texts.ts';

/** The same as the graph, to be read line by line. */
export function RelationTable({
  facts,
  relations,
}: {
  readonly facts: readonly ObjectFacts[];
  readonly relations: readonly Relation[];
}): ReactNode {
  const text = useMapText();
  const { locale } = useLanguage();
  const { tenant } = useParams({ from: '/w/$tenant' });
  const byId = new Map(facts.map(({ entity }) => [entity.id, entity]));
  const name = (id: string): string => textIn(byId.get(id)?.label, locale) || id;
  const field = ({ from, field: id }: Relation): string =>
    textIn(byId.get(from)?.fields.find((one) => one.id === id)?.label, locale) || id;
  return (
    <div className="map-scroll">
      <table className="map-table">
        <thead>
          <tr>
            {(['from', 'by', 'to', 'relation'] as const).map((column) => (
              <th key={column} scope="col">
                {text(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {relations.map((relation) => (
            <tr key={relation.id}>
              <td>
                <Link to="/w/$tenant/design/o/$entity/fields" params={{ tenant, entity: relation.from }}>
                  {name(relation.from)}
                </Link>
              </td>
              <td>{field(relation)}</td>
              <td>
                <Link to="/w/$tenant/design/o/$entity/fields" params={{ tenant, entity: relation.to }}>
                  {name(relation.to)}
                </Link>
              </td>
              <td>{text(relation.kind)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
