import { GraphQLDateTime } from 'graphql-scalars';
import { ArgsType, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { IssueType } from './issue-types.ts';
import { TenantArgs } from './people-types.ts';

@ObjectType('Backup', { description: 'A backup that the server keeps; `/t/<tenant>/backup/<id>` is its file.' })
export class BackupType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: '`manual`, `daily` or `uploaded`.' })
  readonly kind!: string;

  @Field(() => GraphQLDateTime)
  readonly createdAt!: Date;

  @Field(() => Float)
  readonly bytes!: number;
}

@ObjectType('BackupRun', { description: 'A backup or restore under way, or how the last one ended.' })
export class BackupRunType {
  @Field(() => String, { description: '`backup` or `restore`.' })
  readonly kind!: string;

  @Field(() => String, { description: '`running`, `done` or `failed`.' })
  readonly state!: string;

  @Field(() => Int, { description: 'Rows so far.' })
  readonly done!: number;

  @Field(() => Int)
  readonly total!: number;

  @Field(() => String, { nullable: true, description: 'The tenant that a restore makes.' })
  readonly name!: string | null;

  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];

  @Field(() => GraphQLDateTime, { nullable: true })
  readonly endedAt!: Date | null;
}

@ObjectType('TenantBackups')
export class TenantBackupsType {
  @Field(() => [BackupType], { description: 'Newest first.' })
  readonly kept!: readonly BackupType[];

  @Field(() => BackupRunType, { nullable: true })
  readonly run!: BackupRunType | null;

  @Field(() => Int, { nullable: true, description: 'How many daily backups are kept; null when none are made.' })
  readonly daily!: number | null;
}

@ArgsType()
export class BackupIdArgs extends TenantArgs {
  @Field(() => ID)
  readonly id!: string;
}

@ArgsType()
export class RestoreArgs extends BackupIdArgs {
  @Field(() => String, { description: 'Of the new tenant: small letters, digits and hyphens.' })
  readonly name!: string;

  @Field(() => String, { description: 'What people see.' })
  readonly label!: string;
}

@ArgsType()
export class DailyBackupArgs extends TenantArgs {
  @Field(() => Int, { nullable: true, description: 'How many are kept; none are made when left out.' })
  readonly keep!: number | undefined;
}
