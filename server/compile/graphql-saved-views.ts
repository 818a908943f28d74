import type { Model } from '../../schema/model/model.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import { property } from './graphql-service-field.ts';

/** Views of lists that people save for themselves or share with others. */
export function savedViewsApi(model: Model): GraphqlExtension {
  if (model.entities.length === 0) return {};
  return {
    types: [
      {
        kind: 'object',
        name: 'SavedView',
        description: 'A way to look at a list, saved under a name.',
        fields: [
          property('id', 'ID!'),
          property('name', 'String!'),
          property('state', 'JSON!', 'Filter, order, columns and look, as the address of the list has them.'),
          property('isMine', 'Boolean!'),
          property('sharedWith', '[String!]', 'Roles who see it; empty: everybody; null: only who saved it.'),
          property('mayChange', 'Boolean!'),
        ],
      },
    ],
    query: [
      {
        name: 'savedViews',
        type: '[SavedView!]!',
        description: 'The saved views of a list that you may see, shared ones first.',
        args: [{ name: 'entity', type: 'String!', description: 'Id or API name.' }],
        source: { kind: 'service', service: 'savedView.list' },
      },
    ],
    mutation: [
      {
        name: 'saveView',
        type: 'SavedView!',
        description: 'Saves a view; with an id it replaces that one. Sharing is for owners and designers.',
        args: [
          { name: 'id', type: 'ID' },
          { name: 'entity', type: 'String!' },
          { name: 'name', type: 'String!' },
          { name: 'state', type: 'JSON!' },
          { name: 'sharedWith', type: '[String!]' },
        ],
        source: { kind: 'service', service: 'savedView.save' },
      },
      {
        name: 'deleteView',
        type: 'Boolean!',
        args: [{ name: 'id', type: 'ID!' }],
        source: { kind: 'service', service: 'savedView.delete' },
      },
    ],
  };
}
