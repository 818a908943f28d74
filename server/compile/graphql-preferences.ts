import type { Model } from '../../schema/model/model.ts';
import type { GraphqlExtension } from './graphql-extensions.ts';
import { property } from './graphql-service-field.ts';

/** What everybody keeps for themselves, by key; nobody else sees it. */
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
    ],
    query: [
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
