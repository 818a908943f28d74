import 'reflect-metadata';
import { isObjectType, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { AdminResolver, AuditEntryResolver, DirectoryResolver } from './admin-resolver.ts';
import { BackupResolver } from './backup-resolver.ts';
import { DesignResolver } from './design-resolver.ts';
import { HandOverResolver } from './hand-over-resolver.ts';
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
  const schema = buildSchemaSync({
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
      HandOverResolver,
    ],
    // Services check what comes in and answer with issues; class-validator would throw.
    validate: false,
    // It asks the schema all about itself, which takes a tenth of a start; Apollo looks at it as well, and so do tests.
    skipCheck: true,
    // Asked for wherever there is a subscription; ours all bring their own source.
    pubSub: NO_TOPICS,
  });
  leaveOutNulls(schema);
  return schema;
}

/**
 * An argument that is given as null counts as left out: none of ours means anything by it, clients send it for what
 * people left empty, and services tell by `undefined` what was not said.
 */
function leaveOutNulls(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve, subscribe } = field;
      if (field.args.length === 0) continue;
      if (resolve !== undefined)
        field.resolve = (source, args, context, info) => resolve(source, withoutNulls(args), context, info);
      if (subscribe !== undefined)
        field.subscribe = (source, args, context, info) => subscribe(source, withoutNulls(args), context, info);
    }
  }
}

function withoutNulls(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
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
