import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Typed operations of the web application against the platform's schema. `npm run codegen` writes the schema from the
 * code first; the tenants' schemas are their own and are typed by whoever uses them (README, "Developers").
 */
const config: CodegenConfig = {
  schema: 'builder-ui/data/platform.graphql',
  documents: ['builder-ui/data/operations/*.graphql'],
  generates: {
    './builder-ui/data/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        importExtension: '.ts',
        scalars: { DateTime: 'string', JSON: 'unknown', JSONObject: 'Readonly<Record<string, unknown>>' },
      },
    },
  },
};

export default config;
