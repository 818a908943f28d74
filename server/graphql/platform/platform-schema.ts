import 'reflect-metadata';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { AdminResolver, AuditEntryResolver, DirectoryResolver } from './admin-resolver.ts';
import { BackupResolver } from './backup-resolver.ts';
import { DesignResolver } from './design-resolver.ts';
import { LiveResolver } from './live-resolver.ts';
import { PackResolver } from './pack-resolver.ts';
import { ApiTokenResolver, MemberResolver, PeopleResolver } from './people-resolver.ts';
import { ScheduleResolver } from './schedule-resolver.ts';
import { SessionResolver } from './session-resolver.ts';
import { DraftResolver, JobResolver, TemplateResolver, VersionResolver } from './template-resolver.ts';
import { ScheduledPublicationResolver, TenantResolver } from './tenant-resolver.ts';
import { WhatIfResolver } from './what-if-resolver.ts';

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
      LiveResolver,
      ScheduledPublicationResolver,
      ScheduleResolver,
      WhatIfResolver,
      DesignResolver,
      PackResolver,
      AdminResolver,
      AuditEntryResolver,
      DirectoryResolver,
      BackupResolver,
    ],
    // Services check what comes in and answer with issues; class-validator would throw.
    validate: false,
    // Asked for wherever there is a subscription; ours all bring their own source.
    pubSub: NO_TOPICS,
  });
}

const NO_TOPICS = {
  publish: () => undefined,
  subscribe: (topic: string): AsyncIterable<unknown> => {
    throw new Error(`Broken invariant: nothing is published as ${topic}`);
  },
};

/** The schema as text, in an order that does not depend on the code's. */
export function platformSdl(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
