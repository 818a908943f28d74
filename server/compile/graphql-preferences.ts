import type { Model } from '../../schema/model/model.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import { property } from './graphql-service-field.ts';

/** What everybody keeps for themselves, by key, and what others did meanwhile with what is theirs. */
export function preferencesApi(model: Model): GraphqlExtension {
  if (model.entities.length === 0) return {};
  return {
    types: [
      {
        kind: 'object',
        name: 'Preference',
        description: 'Something that you keep for yourself.',
        fields: [property('key', 'String!'), property('value', 'JSON!'), property('at', 'DateTime!', 'Kept last.')],
      },
      {
        kind: 'object',
        name: 'ChangedRecord',
        description: 'A record that others changed, by its last change.',
        fields: [
          property('entity', 'String!', 'API name of the entity.'),
          property('entityLabel', 'String!'),
          property('recordId', 'ID!'),
          property('recordTitle', 'String!'),
          property('at', 'DateTime!'),
          property('by', 'User', 'Absent where it happened by itself.'),
          property('transition', 'String', 'Label of the step that was taken.'),
          property('isNew', 'Boolean!'),
          property('count', 'Int!', 'How many changes there were.'),
        ],
      },
    ],
    query: [
      {
        name: 'changesForMe',
        type: '[ChangedRecord!]!',
        description: 'Records that you made, changed or follow and that others changed since, the latest first.',
        args: [
          { name: 'since', type: 'DateTime!' },
          { name: 'follow', type: '[ID!]', description: 'Records besides yours.' },
          { name: 'first', type: 'Int' },
        ],
        source: { kind: 'service', service: 'home.changes' },
      },
      {
        name: 'myPreferences',
        type: '[Preference!]!',
        description: 'What you keep for yourself, by key.',
        args: [{ name: 'prefix', type: 'String', description: 'Only keys that begin so.' }],
        source: { kind: 'service', service: 'preference.list' },
      },
    ],
    mutation: [
      {
        name: 'setPreference',
        type: 'Preference',
        description: 'Keeps a value for yourself; without a value the key is forgotten.',
        args: [
          { name: 'key', type: 'String!' },
          { name: 'value', type: 'JSON' },
        ],
        source: { kind: 'service', service: 'preference.set' },
      },
    ],
  };
}
