import 'reflect-metadata';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { ApiTokenResolver, MemberResolver, PeopleResolver } from './people-resolver.ts';
import { SessionResolver } from './session-resolver.ts';
import { DraftResolver, JobResolver, TemplateResolver, VersionResolver } from './template-resolver.ts';
import { TenantResolver } from './tenant-resolver.ts';

/** The platform's API: one static schema for all, resolvers over the services in its context. */
export function buildPlatformSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
      SessionResolver,
      TenantResolver,
      PeopleResolver,
      MemberResolver,
      ApiTokenResolver,
      TemplateResolver,
      VersionResolver,
      DraftResolver,
      JobResolver,
    ],
    // Services check what comes in and answer with issues; class-validator would throw.
    validate: false,
  });
}

/** The schema as text, in an order that does not depend on the code's. */
export function platformSdl(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
