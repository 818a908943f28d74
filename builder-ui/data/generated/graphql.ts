/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type DirectoryQueryVariables = Exact<{
  tenant: string;
}>;


export type DirectoryQuery = { tenant: { directory: Array<{ id: string, name: string, email: string, active: boolean, roles: Array<string>, departments: Array<string>, since: string | null, lastSeenAt: string | null }>, departments: Array<{ id: string, name: string, parentId: string | null }> } | null };

export type InvitePersonMutationVariables = Exact<{
  tenant: string;
  email: string;
  name: string;
  roles: Array<string> | string;
}>;


export type InvitePersonMutation = { inviteUser: { password: string | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type NewPasswordMutationVariables = Exact<{
  tenant: string;
  user: string | number;
}>;


export type NewPasswordMutation = { newPassword: { password: string | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type SetPersonMutationVariables = Exact<{
  tenant: string;
  user: string | number;
  roles: Array<string> | string;
  departments?: Array<string | number> | string | number | null | undefined;
}>;


export type SetPersonMutation = { setMember: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type RemovePersonMutationVariables = Exact<{
  tenant: string;
  user: string | number;
}>;


export type RemovePersonMutation = { removeMember: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type SetDepartmentMutationVariables = Exact<{
  tenant: string;
  id?: string | number | null | undefined;
  name: string;
  parentId?: string | number | null | undefined;
  people?: Array<string | number> | string | number | null | undefined;
}>;


export type SetDepartmentMutation = { setDepartment: { department: { id: string } | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type RemoveDepartmentMutationVariables = Exact<{
  tenant: string;
  id: string | number;
}>;


export type RemoveDepartmentMutation = { removeDepartment: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type TokensQueryVariables = Exact<{
  tenant: string;
}>;


export type TokensQuery = { tenant: { tokens: Array<{ id: string, label: string, prefix: string, roles: Array<string>, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, user: { id: string, name: string } | null }> } | null };

export type CreateTokenMutationVariables = Exact<{
  tenant: string;
  label: string;
  roles: Array<string> | string;
  expiresAt?: string | null | undefined;
  forProgram: boolean;
}>;


export type CreateTokenMutation = { createToken: { secret: string | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type RevokeTokenMutationVariables = Exact<{
  tenant: string;
  id: string | number;
}>;


export type RevokeTokenMutation = { revokeToken: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type AuditEntriesQueryVariables = Exact<{
  tenant: string;
  first: number;
  after?: string | number | null | undefined;
  action?: string | null | undefined;
  user?: string | number | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type AuditEntriesQuery = { auditEntries: { hasMore: boolean, entries: Array<{ id: string, at: string, action: string, sentence: string, handOver: string | null, actor: { id: string, name: string } | null }> } };

export type SetTenantMutationVariables = Exact<{
  tenant: string;
  label?: string | null | undefined;
  timeZone?: string | null | undefined;
}>;


export type SetTenantMutation = { setTenant: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type BackupsQueryVariables = Exact<{
  tenant: string;
}>;


export type BackupsQuery = { backups: { daily: number | null, kept: Array<{ id: string, kind: string, createdAt: string, bytes: number }>, run: { kind: string, state: string, done: number, total: number, name: string | null, endedAt: string | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } | null } };

export type StartBackupMutationVariables = Exact<{
  tenant: string;
}>;


export type StartBackupMutation = { startBackup: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type RestoreBackupMutationVariables = Exact<{
  tenant: string;
  id: string | number;
  name: string;
  label: string;
}>;


export type RestoreBackupMutation = { restoreBackup: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type RemoveBackupMutationVariables = Exact<{
  tenant: string;
  id: string | number;
}>;


export type RemoveBackupMutation = { removeBackup: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type VerifyBackupMutationVariables = Exact<{
  tenant: string;
  id: string | number;
}>;


export type VerifyBackupMutation = { verifyBackup: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type SetDailyBackupMutationVariables = Exact<{
  tenant: string;
  keep?: number | null | undefined;
}>;


export type SetDailyBackupMutation = { setDailyBackup: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type HandOverPreviewQueryVariables = Exact<{
  tenant: string;
  user: string | number;
}>;


export type HandOverPreviewQuery = { handOverPreview: { approvals: number, views: number, fields: Array<{ id: string, entityLabel: string, fieldLabel: string, isSuggested: boolean, open: number, over: number }> } };

export type HandOverMutationVariables = Exact<{
  tenant: string;
  user: string | number;
  to: string | number;
  fields: Array<string | number> | string | number;
  approvals: boolean;
  views: boolean;
}>;


export type HandOverMutation = { handOver: { handOver: { id: string, records: number, approvals: number, approvalsLeft: number, views: number } | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type MovedRecordsQueryVariables = Exact<{
  tenant: string;
  id: string | number;
}>;


export type MovedRecordsQuery = { movedRecords: Array<{ id: string, entity: string, entityLabel: string, title: string }> };

export type DraftImpactQueryVariables = Exact<{
  tenant: string;
  draft: string;
  document?: Readonly<Record<string, unknown>> | null | undefined;
}>;


export type DraftImpactQuery = { draftImpact: { impact: Array<{ path: string, kind: string, entity: string, sentence: string, rows: number, checked: number, wouldFail: number | null, wouldChange: number | null, isExact: boolean, blocks: boolean, reason: string, samples: Array<{ id: string, title: string | null, values: Readonly<Record<string, unknown>> }> }>, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type DraftChangesQueryVariables = Exact<{
  tenant: string;
  draft: string;
  document?: Readonly<Record<string, unknown>> | null | undefined;
  baseVersion?: number | null | undefined;
}>;


export type DraftChangesQuery = { draftChanges: { from: number | null, gravest: string, changes: Array<{ kind: string, class: string, path: string, sentence: string, before: unknown, after: unknown }>, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type CompareVersionsQueryVariables = Exact<{
  tenant: string;
  from: number;
  to: number;
}>;


export type CompareVersionsQuery = { compareVersions: { from: number | null, to: number | null, gravest: string, changes: Array<{ kind: string, class: string, path: string, sentence: string, before: unknown, after: unknown }>, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type TemplateTestsQueryVariables = Exact<{
  tenant: string;
  draft: string;
  document?: Readonly<Record<string, unknown>> | null | undefined;
  only?: Array<string | number> | string | number | null | undefined;
}>;


export type TemplateTestsQuery = { templateTests: { failed: number, tests: Array<{ id: string, label: string, origin: string | null, holds: boolean, sentence: string, ms: number, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> }>, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type DraftApiQueryVariables = Exact<{
  tenant: string;
  draft: string;
  document?: Readonly<Record<string, unknown>> | null | undefined;
}>;


export type DraftApiQuery = { draftApi: { api: { sdl: string, exampleQuery: string | null, changes: Array<{ kind: string, path: string, isBreaking: boolean, from: string | null, to: string | null }> } | null, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type TenantPeopleQueryVariables = Exact<{
  tenant: string;
}>;


export type TenantPeopleQuery = { tenant: { myRoles: Array<string>, people: Array<{ id: string, name: string, roles: Array<string>, earned: Array<string>, departments: Array<string> }>, roles: Array<{ id: string, label: string, isBuiltIn: boolean }>, departments: Array<{ id: string, name: string, parentId: string | null }> } | null };

export type DraftPartsFragment = { name: string, revision: number, baseVersion: number, document: Readonly<Record<string, unknown>>, updatedAt: string, updatedBy: { id: string, name: string } | null };

export type DraftOfQueryVariables = Exact<{
  tenant: string;
}>;


export type DraftOfQuery = { tenant: { version: number, draft: { name: string, revision: number, baseVersion: number, document: Readonly<Record<string, unknown>>, updatedAt: string, updatedBy: { id: string, name: string } | null } | null } | null };

export type SaveDraftMutationVariables = Exact<{
  tenant: string;
  name: string;
  document: Readonly<Record<string, unknown>>;
  revision: number;
  baseVersion: number;
}>;


export type SaveDraftMutation = { saveDraft: { draft: { revision: number, updatedAt: string } | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type DiscardDraftMutationVariables = Exact<{
  tenant: string;
  name: string;
}>;


export type DiscardDraftMutation = { discardDraft: { issues: Array<{ code: string, message: string, cure: string }> } };

export type WhatIfSpreadPartsFragment = { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } };

export type WhatIfGroupPartsFragment = { id: string | null, label: string, people: number | null, suppressed: boolean, change: { before: string, after: string, difference: string } | null, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null };

export type WhatIfPersonPartsFragment = { before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } };

export type WhatIfRunPartsFragment = { id: string, state: string, done: number, total: number, answer: { from: string, to: string, ledger: string, notes: Array<string>, events: number, eventsWithoutSnapshot: number, asOfNow: Array<string>, missed: number, posted: string, winnersCount: number, losersCount: number, winnersShare: string | null, losersShare: string | null, totals: { before: string, after: string, difference: string }, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null, people: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, departments: Array<{ id: string | null, label: string, people: number | null, suppressed: boolean, change: { before: string, after: string, difference: string } | null, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null }>, roles: Array<{ id: string | null, label: string, people: number | null, suppressed: boolean, change: { before: string, after: string, difference: string } | null, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null }>, winners: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, losers: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, rules: Array<{ rule: string, label: string, entriesBefore: number, pointsBefore: string, entriesAfter: number, askedAfter: string, grantedAfter: string, returnedAfter: string, pointsAfter: string }>, budgets: Array<{ label: string, opening: string, left: string, ranOutAt: string | null }>, cuts: Array<{ rule: string, label: string, by: string, count: number, amount: string }>, samples: Array<{ at: string, entity: string | null, recordId: string | null, rule: string, label: string, asked: string, granted: string, cutBy: string | null, text: string | null, condition: unknown, amount: unknown, person: { id: string, name: string } }>, flags: Array<{ kind: string, rule: string | null, share: string, person: { id: string, name: string } }> } | null };

export type StartWhatIfMutationVariables = Exact<{
  tenant: string;
  draft: string;
  document?: Readonly<Record<string, unknown>> | null | undefined;
  from: string;
  to: string;
  ledger?: string | null | undefined;
  budget?: unknown;
  top?: number | null | undefined;
}>;


export type StartWhatIfMutation = { startWhatIf: { run: { id: string, state: string, done: number, total: number, answer: { from: string, to: string, ledger: string, notes: Array<string>, events: number, eventsWithoutSnapshot: number, asOfNow: Array<string>, missed: number, posted: string, winnersCount: number, losersCount: number, winnersShare: string | null, losersShare: string | null, totals: { before: string, after: string, difference: string }, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null, people: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, departments: Array<{ id: string | null, label: string, people: number | null, suppressed: boolean, change: { before: string, after: string, difference: string } | null, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null }>, roles: Array<{ id: string | null, label: string, people: number | null, suppressed: boolean, change: { before: string, after: string, difference: string } | null, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null }>, winners: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, losers: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, rules: Array<{ rule: string, label: string, entriesBefore: number, pointsBefore: string, entriesAfter: number, askedAfter: string, grantedAfter: string, returnedAfter: string, pointsAfter: string }>, budgets: Array<{ label: string, opening: string, left: string, ranOutAt: string | null }>, cuts: Array<{ rule: string, label: string, by: string, count: number, amount: string }>, samples: Array<{ at: string, entity: string | null, recordId: string | null, rule: string, label: string, asked: string, granted: string, cutBy: string | null, text: string | null, condition: unknown, amount: unknown, person: { id: string, name: string } }>, flags: Array<{ kind: string, rule: string | null, share: string, person: { id: string, name: string } }> } | null } | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type WhatIfRunQueryVariables = Exact<{
  tenant: string;
  id: string | number;
}>;


export type WhatIfRunQuery = { whatIfRun: { run: { id: string, state: string, done: number, total: number, answer: { from: string, to: string, ledger: string, notes: Array<string>, events: number, eventsWithoutSnapshot: number, asOfNow: Array<string>, missed: number, posted: string, winnersCount: number, losersCount: number, winnersShare: string | null, losersShare: string | null, totals: { before: string, after: string, difference: string }, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null, people: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, departments: Array<{ id: string | null, label: string, people: number | null, suppressed: boolean, change: { before: string, after: string, difference: string } | null, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null }>, roles: Array<{ id: string | null, label: string, people: number | null, suppressed: boolean, change: { before: string, after: string, difference: string } | null, spread: { before: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null }, after: { median: string | null, lower: string | null, upper: string | null, zeroShare: string | null, topTenth: string | null, gini: string | null } } | null }>, winners: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, losers: Array<{ before: string, after: string, difference: string, person: { id: string, name: string, department: string | null, role: string | null } }>, rules: Array<{ rule: string, label: string, entriesBefore: number, pointsBefore: string, entriesAfter: number, askedAfter: string, grantedAfter: string, returnedAfter: string, pointsAfter: string }>, budgets: Array<{ label: string, opening: string, left: string, ranOutAt: string | null }>, cuts: Array<{ rule: string, label: string, by: string, count: number, amount: string }>, samples: Array<{ at: string, entity: string | null, recordId: string | null, rule: string, label: string, asked: string, granted: string, cutBy: string | null, text: string | null, condition: unknown, amount: unknown, person: { id: string, name: string } }>, flags: Array<{ kind: string, rule: string | null, share: string, person: { id: string, name: string } }> } | null } | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type TenantChangedSubscriptionVariables = Exact<{
  tenant: string;
}>;


export type TenantChangedSubscription = { tenantChanged: { version: number, drafts: Array<{ name: string, revision: number, updatedBy: { id: string, name: string } | null }>, people: Array<{ client: string, draft: string, place: string, at: string, user: { id: string, name: string } }> } };

export type BeHereMutationVariables = Exact<{
  tenant: string;
  client: string;
  draft: string;
  place: string;
}>;


export type BeHereMutation = { beHere: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type BeGoneMutationVariables = Exact<{
  tenant: string;
  client: string;
}>;


export type BeGoneMutation = { beGone: { issues: Array<{ code: string }> } };

export type PackChoicesQueryVariables = Exact<{
  tenant: string;
  packs: Array<string> | string;
}>;


export type PackChoicesQuery = { packChoices: Array<{ name: string, version: string, label: string, needs: Array<{ name: string, version: string, label: string, isThere: boolean }>, contents: Array<{ section: string, count: number, labels: Array<string> }> }> };

export type PackAdditionQueryVariables = Exact<{
  tenant: string;
  packs: Array<string> | string;
  add: Array<string> | string;
}>;


export type PackAdditionQuery = { packAddition: { addition: { base: Readonly<Record<string, unknown>>, document: Readonly<Record<string, unknown>>, added: Array<{ pack: string, version: string }> } | null, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type NewTenantPacksQueryVariables = Exact<{ [key: string]: never; }>;


export type NewTenantPacksQuery = { newTenantPacks: Array<{ name: string, version: string, label: string, needs: Array<{ name: string, label: string }>, contents: Array<{ section: string, count: number, labels: Array<string> }> }> };

export type PackNewsQueryVariables = Exact<{
  tenant: string;
  packs: Array<string> | string;
}>;


export type PackNewsQuery = { packNews: Array<{ name: string, label: string, from: string, to: string }> };

export type PackUpgradeQueryVariables = Exact<{
  tenant: string;
  packs: Array<string> | string;
  pack: string;
}>;


export type PackUpgradeQuery = { packUpgrade: { addition: { base: Readonly<Record<string, unknown>>, document: Readonly<Record<string, unknown>> } | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type PeopleQueryVariables = Exact<{
  tenant: string;
}>;


export type PeopleQuery = { tenant: { members: Array<{ email: string | null, user: { id: string, name: string } | null }>, departments: Array<{ id: string, name: string, parentId: string | null }> } | null };

export type PlanPublicationMutationVariables = Exact<{
  tenant: string;
  draft: string;
  document?: Readonly<Record<string, unknown>> | null | undefined;
  baseVersion?: number | null | undefined;
  emptyFailedCasts?: Array<string> | string | null | undefined;
}>;


export type PlanPublicationMutation = { planPublication: { plan: { baseVersion: number, version: number, shapeHash: string, atOnce: boolean, estimateMs: number, steps: unknown, changes: Array<{ kind: string, class: string, path: string, sentence: string }>, apiChanges: Array<{ kind: string, path: string, isBreaking: boolean, from: string | null, to: string | null }>, tables: Array<{ table: string, rows: number, isEstimate: boolean }>, dropped: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } | null, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type PublishMutationVariables = Exact<{
  tenant: string;
  draft: string;
  document?: Readonly<Record<string, unknown>> | null | undefined;
  baseVersion?: number | null | undefined;
  note: string;
  despiteTests?: string | null | undefined;
  emptyFailedCasts?: Array<string> | string | null | undefined;
}>;


export type PublishMutation = { publish: { version: number | null, shapeHash: string | null, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type RollbackMutationVariables = Exact<{
  tenant: string;
  version: number;
  note: string;
}>;


export type RollbackMutation = { rollback: { version: number | null, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type SchedulePublicationMutationVariables = Exact<{
  tenant: string;
  draft: string;
  at: string;
  note: string;
  despiteTests?: string | null | undefined;
}>;


export type SchedulePublicationMutation = { schedulePublication: { scheduled: { id: string, draft: string, revision: number, at: string, state: string } | null, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> } };

export type CancelScheduledPublicationMutationVariables = Exact<{
  tenant: string;
  id: string | number;
}>;


export type CancelScheduledPublicationMutation = { cancelScheduledPublication: { issues: Array<{ code: string, message: string, cure: string }> } };

export type PublicationHistoryQueryVariables = Exact<{
  tenant: string;
}>;


export type PublicationHistoryQuery = { tenant: { version: number, versions: Array<{ number: number, note: string, at: string, despiteTests: string | null, author: { id: string, name: string } | null }>, jobs: Array<{ id: string, number: number, state: string, note: string, failure: string | null, createdAt: string, endedAt: string | null }>, scheduled: Array<{ id: string, draft: string, revision: number, baseVersion: number, note: string, at: string, state: string, version: number | null, createdAt: string, endedAt: string | null, author: { id: string, name: string } | null, issues: Array<{ code: string, path: string, message: string, cure: string, params: Readonly<Record<string, unknown>> }> }> } | null };

export type RunningPublicationsQueryVariables = Exact<{
  tenant: string;
}>;


export type RunningPublicationsQuery = { tenant: { jobs: Array<{ id: string, number: number, state: string, progress: { phase: string, step: number, of: number, entity: string | null, rows: number, rowsOf: number | null } | null }> } | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { user: { id: string, email: string, name: string, isOperator: boolean } | null, memberships: Array<{ tenant: string, roles: Array<string> }> } | null };

export type SignInMutationVariables = Exact<{
  email: string;
  password: string;
}>;


export type SignInMutation = { signIn: { user: { id: string } | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { signOut: { issues: Array<{ code: string }> } };

export type ChangePasswordMutationVariables = Exact<{
  current: string;
  next: string;
}>;


export type ChangePasswordMutation = { changePassword: { issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export type TemplateInForceQueryVariables = Exact<{
  tenant: string;
}>;


export type TemplateInForceQuery = { templateOf: { version: number, document: Readonly<Record<string, unknown>> } | null, tenant: { id: string, name: string, label: string, timeZone: string, version: number, myRoles: Array<string>, roles: Array<{ id: string, label: string, isBuiltIn: boolean }> } | null };

export type TemplateVersionQueryVariables = Exact<{
  tenant: string;
  version: number;
}>;


export type TemplateVersionQuery = { templateOf: { version: number, document: Readonly<Record<string, unknown>>, baseDocument: Readonly<Record<string, unknown>> } | null };

export type TenantsQueryVariables = Exact<{ [key: string]: never; }>;


export type TenantsQuery = { tenants: Array<{ id: string, name: string, label: string, timeZone: string, version: number, shapeHash: string | null, myRoleLabels: Array<string>, versions: Array<{ number: number, note: string, at: string, author: { name: string } | null }> }> };

export type RecordCountsQueryVariables = Exact<{
  tenant: string;
}>;


export type RecordCountsQuery = { tenant: { id: string, records: Array<{ entity: string, count: number, isExact: boolean }> } | null };

export type CreateTenantMutationVariables = Exact<{
  name: string;
  label: string;
  timeZone: string;
  packs: Array<string> | string;
}>;


export type CreateTenantMutation = { createTenant: { tenant: { name: string } | null, issues: Array<{ code: string, path: string, message: string, cure: string }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const DraftPartsFragmentDoc = new TypedDocumentString(`
    fragment DraftParts on Draft {
  name
  revision
  baseVersion
  document
  updatedAt
  updatedBy {
    id
    name
  }
}
    `, {"fragmentName":"DraftParts"}) as unknown as TypedDocumentString<DraftPartsFragment, unknown>;
export const WhatIfSpreadPartsFragmentDoc = new TypedDocumentString(`
    fragment WhatIfSpreadParts on WhatIfSpreadChange {
  before {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
  after {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
}
    `, {"fragmentName":"WhatIfSpreadParts"}) as unknown as TypedDocumentString<WhatIfSpreadPartsFragment, unknown>;
export const WhatIfPersonPartsFragmentDoc = new TypedDocumentString(`
    fragment WhatIfPersonParts on WhatIfPersonChange {
  person {
    id
    name
    department
    role
  }
  before
  after
  difference
}
    `, {"fragmentName":"WhatIfPersonParts"}) as unknown as TypedDocumentString<WhatIfPersonPartsFragment, unknown>;
export const WhatIfGroupPartsFragmentDoc = new TypedDocumentString(`
    fragment WhatIfGroupParts on WhatIfGroup {
  id
  label
  people
  suppressed
  change {
    before
    after
    difference
  }
  spread {
    ...WhatIfSpreadParts
  }
}
    fragment WhatIfSpreadParts on WhatIfSpreadChange {
  before {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
  after {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
}`, {"fragmentName":"WhatIfGroupParts"}) as unknown as TypedDocumentString<WhatIfGroupPartsFragment, unknown>;
export const WhatIfRunPartsFragmentDoc = new TypedDocumentString(`
    fragment WhatIfRunParts on WhatIfRun {
  id
  state
  done
  total
  answer {
    from
    to
    ledger
    notes
    events
    eventsWithoutSnapshot
    asOfNow
    missed
    totals {
      before
      after
      difference
    }
    posted
    spread {
      ...WhatIfSpreadParts
    }
    people {
      ...WhatIfPersonParts
    }
    departments {
      ...WhatIfGroupParts
    }
    roles {
      ...WhatIfGroupParts
    }
    winners {
      ...WhatIfPersonParts
    }
    losers {
      ...WhatIfPersonParts
    }
    winnersCount
    losersCount
    winnersShare
    losersShare
    rules {
      rule
      label
      entriesBefore
      pointsBefore
      entriesAfter
      askedAfter
      grantedAfter
      returnedAfter
      pointsAfter
    }
    budgets {
      label
      opening
      left
      ranOutAt
    }
    cuts {
      rule
      label
      by
      count
      amount
    }
    samples {
      at
      person {
        id
        name
      }
      entity
      recordId
      rule
      label
      asked
      granted
      cutBy
      text
      condition
      amount
    }
    flags {
      kind
      person {
        id
        name
      }
      rule
      share
    }
  }
}
    fragment WhatIfSpreadParts on WhatIfSpreadChange {
  before {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
  after {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
}
fragment WhatIfGroupParts on WhatIfGroup {
  id
  label
  people
  suppressed
  change {
    before
    after
    difference
  }
  spread {
    ...WhatIfSpreadParts
  }
}
fragment WhatIfPersonParts on WhatIfPersonChange {
  person {
    id
    name
    department
    role
  }
  before
  after
  difference
}`, {"fragmentName":"WhatIfRunParts"}) as unknown as TypedDocumentString<WhatIfRunPartsFragment, unknown>;
export const DirectoryDocument = new TypedDocumentString(`
    query Directory($tenant: String!) {
  tenant(name: $tenant) {
    directory {
      id
      name
      email
      active
      roles
      departments
      since
      lastSeenAt
    }
    departments {
      id
      name
      parentId
    }
  }
}
    `) as unknown as TypedDocumentString<DirectoryQuery, DirectoryQueryVariables>;
export const InvitePersonDocument = new TypedDocumentString(`
    mutation InvitePerson($tenant: String!, $email: String!, $name: String!, $roles: [String!]!) {
  inviteUser(tenant: $tenant, email: $email, name: $name, roles: $roles) {
    password
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<InvitePersonMutation, InvitePersonMutationVariables>;
export const NewPasswordDocument = new TypedDocumentString(`
    mutation NewPassword($tenant: String!, $user: ID!) {
  newPassword(tenant: $tenant, user: $user) {
    password
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<NewPasswordMutation, NewPasswordMutationVariables>;
export const SetPersonDocument = new TypedDocumentString(`
    mutation SetPerson($tenant: String!, $user: ID!, $roles: [String!]!, $departments: [ID!]) {
  setMember(
    tenant: $tenant
    user: $user
    roles: $roles
    departments: $departments
  ) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<SetPersonMutation, SetPersonMutationVariables>;
export const RemovePersonDocument = new TypedDocumentString(`
    mutation RemovePerson($tenant: String!, $user: ID!) {
  removeMember(tenant: $tenant, user: $user) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<RemovePersonMutation, RemovePersonMutationVariables>;
export const SetDepartmentDocument = new TypedDocumentString(`
    mutation SetDepartment($tenant: String!, $id: ID, $name: String!, $parentId: ID, $people: [ID!]) {
  setDepartment(
    tenant: $tenant
    id: $id
    name: $name
    parentId: $parentId
    people: $people
  ) {
    department {
      id
    }
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<SetDepartmentMutation, SetDepartmentMutationVariables>;
export const RemoveDepartmentDocument = new TypedDocumentString(`
    mutation RemoveDepartment($tenant: String!, $id: ID!) {
  removeDepartment(tenant: $tenant, id: $id) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveDepartmentMutation, RemoveDepartmentMutationVariables>;
export const TokensDocument = new TypedDocumentString(`
    query Tokens($tenant: String!) {
  tenant(name: $tenant) {
    tokens {
      id
      label
      prefix
      roles
      createdAt
      expiresAt
      lastUsedAt
      user {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TokensQuery, TokensQueryVariables>;
export const CreateTokenDocument = new TypedDocumentString(`
    mutation CreateToken($tenant: String!, $label: String!, $roles: [String!]!, $expiresAt: DateTime, $forProgram: Boolean!) {
  createToken(
    tenant: $tenant
    label: $label
    roles: $roles
    expiresAt: $expiresAt
    forProgram: $forProgram
  ) {
    secret
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<CreateTokenMutation, CreateTokenMutationVariables>;
export const RevokeTokenDocument = new TypedDocumentString(`
    mutation RevokeToken($tenant: String!, $id: ID!) {
  revokeToken(tenant: $tenant, id: $id) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeTokenMutation, RevokeTokenMutationVariables>;
export const AuditEntriesDocument = new TypedDocumentString(`
    query AuditEntries($tenant: String!, $first: Int!, $after: ID, $action: String, $user: ID, $from: DateTime, $to: DateTime) {
  auditEntries(
    tenant: $tenant
    first: $first
    after: $after
    action: $action
    user: $user
    from: $from
    to: $to
  ) {
    hasMore
    entries {
      id
      at
      action
      sentence
      handOver
      actor {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AuditEntriesQuery, AuditEntriesQueryVariables>;
export const SetTenantDocument = new TypedDocumentString(`
    mutation SetTenant($tenant: String!, $label: String, $timeZone: String) {
  setTenant(tenant: $tenant, label: $label, timeZone: $timeZone) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<SetTenantMutation, SetTenantMutationVariables>;
export const BackupsDocument = new TypedDocumentString(`
    query Backups($tenant: String!) {
  backups(tenant: $tenant) {
    daily
    kept {
      id
      kind
      createdAt
      bytes
    }
    run {
      kind
      state
      done
      total
      name
      endedAt
      issues {
        code
        path
        message
        cure
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BackupsQuery, BackupsQueryVariables>;
export const StartBackupDocument = new TypedDocumentString(`
    mutation StartBackup($tenant: String!) {
  startBackup(tenant: $tenant) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<StartBackupMutation, StartBackupMutationVariables>;
export const RestoreBackupDocument = new TypedDocumentString(`
    mutation RestoreBackup($tenant: String!, $id: ID!, $name: String!, $label: String!) {
  restoreBackup(tenant: $tenant, id: $id, name: $name, label: $label) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<RestoreBackupMutation, RestoreBackupMutationVariables>;
export const RemoveBackupDocument = new TypedDocumentString(`
    mutation RemoveBackup($tenant: String!, $id: ID!) {
  removeBackup(tenant: $tenant, id: $id) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveBackupMutation, RemoveBackupMutationVariables>;
export const VerifyBackupDocument = new TypedDocumentString(`
    mutation VerifyBackup($tenant: String!, $id: ID!) {
  verifyBackup(tenant: $tenant, id: $id) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<VerifyBackupMutation, VerifyBackupMutationVariables>;
export const SetDailyBackupDocument = new TypedDocumentString(`
    mutation SetDailyBackup($tenant: String!, $keep: Int) {
  setDailyBackup(tenant: $tenant, keep: $keep) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<SetDailyBackupMutation, SetDailyBackupMutationVariables>;
export const HandOverPreviewDocument = new TypedDocumentString(`
    query HandOverPreview($tenant: String!, $user: ID!) {
  handOverPreview(tenant: $tenant, user: $user) {
    approvals
    views
    fields {
      id
      entityLabel
      fieldLabel
      isSuggested
      open
      over
    }
  }
}
    `) as unknown as TypedDocumentString<HandOverPreviewQuery, HandOverPreviewQueryVariables>;
export const HandOverDocument = new TypedDocumentString(`
    mutation HandOver($tenant: String!, $user: ID!, $to: ID!, $fields: [ID!]!, $approvals: Boolean!, $views: Boolean!) {
  handOver(
    tenant: $tenant
    user: $user
    to: $to
    fields: $fields
    approvals: $approvals
    views: $views
  ) {
    handOver {
      id
      records
      approvals
      approvalsLeft
      views
    }
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<HandOverMutation, HandOverMutationVariables>;
export const MovedRecordsDocument = new TypedDocumentString(`
    query MovedRecords($tenant: String!, $id: ID!) {
  movedRecords(tenant: $tenant, id: $id) {
    id
    entity
    entityLabel
    title
  }
}
    `) as unknown as TypedDocumentString<MovedRecordsQuery, MovedRecordsQueryVariables>;
export const DraftImpactDocument = new TypedDocumentString(`
    query DraftImpact($tenant: String!, $draft: String!, $document: JSONObject) {
  draftImpact(tenant: $tenant, draft: $draft, document: $document) {
    impact {
      path
      kind
      entity
      sentence
      rows
      checked
      wouldFail
      wouldChange
      isExact
      blocks
      samples {
        id
        title
        values
      }
      reason
    }
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<DraftImpactQuery, DraftImpactQueryVariables>;
export const DraftChangesDocument = new TypedDocumentString(`
    query DraftChanges($tenant: String!, $draft: String!, $document: JSONObject, $baseVersion: Int) {
  draftChanges(
    tenant: $tenant
    draft: $draft
    document: $document
    baseVersion: $baseVersion
  ) {
    from
    gravest
    changes {
      kind
      class
      path
      sentence
      before
      after
    }
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<DraftChangesQuery, DraftChangesQueryVariables>;
export const CompareVersionsDocument = new TypedDocumentString(`
    query CompareVersions($tenant: String!, $from: Int!, $to: Int!) {
  compareVersions(tenant: $tenant, from: $from, to: $to) {
    from
    to
    gravest
    changes {
      kind
      class
      path
      sentence
      before
      after
    }
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<CompareVersionsQuery, CompareVersionsQueryVariables>;
export const TemplateTestsDocument = new TypedDocumentString(`
    query TemplateTests($tenant: String!, $draft: String!, $document: JSONObject, $only: [ID!]) {
  templateTests(tenant: $tenant, draft: $draft, document: $document, only: $only) {
    failed
    tests {
      id
      label
      origin
      holds
      sentence
      ms
      issues {
        code
        path
        message
        cure
        params
      }
    }
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<TemplateTestsQuery, TemplateTestsQueryVariables>;
export const DraftApiDocument = new TypedDocumentString(`
    query DraftApi($tenant: String!, $draft: String!, $document: JSONObject) {
  draftApi(tenant: $tenant, draft: $draft, document: $document) {
    api {
      sdl
      exampleQuery
      changes {
        kind
        path
        isBreaking
        from
        to
      }
    }
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<DraftApiQuery, DraftApiQueryVariables>;
export const TenantPeopleDocument = new TypedDocumentString(`
    query TenantPeople($tenant: String!) {
  tenant(name: $tenant) {
    myRoles
    people {
      id
      name
      roles
      earned
      departments
    }
    roles {
      id
      label
      isBuiltIn
    }
    departments {
      id
      name
      parentId
    }
  }
}
    `) as unknown as TypedDocumentString<TenantPeopleQuery, TenantPeopleQueryVariables>;
export const DraftOfDocument = new TypedDocumentString(`
    query DraftOf($tenant: String!) {
  tenant(name: $tenant) {
    version
    draft {
      ...DraftParts
    }
  }
}
    fragment DraftParts on Draft {
  name
  revision
  baseVersion
  document
  updatedAt
  updatedBy {
    id
    name
  }
}`) as unknown as TypedDocumentString<DraftOfQuery, DraftOfQueryVariables>;
export const SaveDraftDocument = new TypedDocumentString(`
    mutation SaveDraft($tenant: String!, $name: String!, $document: JSONObject!, $revision: Int!, $baseVersion: Int!) {
  saveDraft(
    tenant: $tenant
    name: $name
    document: $document
    revision: $revision
    baseVersion: $baseVersion
  ) {
    draft {
      revision
      updatedAt
    }
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<SaveDraftMutation, SaveDraftMutationVariables>;
export const DiscardDraftDocument = new TypedDocumentString(`
    mutation DiscardDraft($tenant: String!, $name: String!) {
  discardDraft(tenant: $tenant, name: $name) {
    issues {
      code
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<DiscardDraftMutation, DiscardDraftMutationVariables>;
export const StartWhatIfDocument = new TypedDocumentString(`
    mutation StartWhatIf($tenant: String!, $draft: String!, $document: JSONObject, $from: DateTime!, $to: DateTime!, $ledger: String, $budget: JSON, $top: Int) {
  startWhatIf(
    tenant: $tenant
    draft: $draft
    document: $document
    from: $from
    to: $to
    ledger: $ledger
    budget: $budget
    top: $top
  ) {
    run {
      ...WhatIfRunParts
    }
    issues {
      code
      path
      message
      cure
    }
  }
}
    fragment WhatIfSpreadParts on WhatIfSpreadChange {
  before {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
  after {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
}
fragment WhatIfGroupParts on WhatIfGroup {
  id
  label
  people
  suppressed
  change {
    before
    after
    difference
  }
  spread {
    ...WhatIfSpreadParts
  }
}
fragment WhatIfPersonParts on WhatIfPersonChange {
  person {
    id
    name
    department
    role
  }
  before
  after
  difference
}
fragment WhatIfRunParts on WhatIfRun {
  id
  state
  done
  total
  answer {
    from
    to
    ledger
    notes
    events
    eventsWithoutSnapshot
    asOfNow
    missed
    totals {
      before
      after
      difference
    }
    posted
    spread {
      ...WhatIfSpreadParts
    }
    people {
      ...WhatIfPersonParts
    }
    departments {
      ...WhatIfGroupParts
    }
    roles {
      ...WhatIfGroupParts
    }
    winners {
      ...WhatIfPersonParts
    }
    losers {
      ...WhatIfPersonParts
    }
    winnersCount
    losersCount
    winnersShare
    losersShare
    rules {
      rule
      label
      entriesBefore
      pointsBefore
      entriesAfter
      askedAfter
      grantedAfter
      returnedAfter
      pointsAfter
    }
    budgets {
      label
      opening
      left
      ranOutAt
    }
    cuts {
      rule
      label
      by
      count
      amount
    }
    samples {
      at
      person {
        id
        name
      }
      entity
      recordId
      rule
      label
      asked
      granted
      cutBy
      text
      condition
      amount
    }
    flags {
      kind
      person {
        id
        name
      }
      rule
      share
    }
  }
}`) as unknown as TypedDocumentString<StartWhatIfMutation, StartWhatIfMutationVariables>;
export const WhatIfRunDocument = new TypedDocumentString(`
    query WhatIfRun($tenant: String!, $id: ID!) {
  whatIfRun(tenant: $tenant, id: $id) {
    run {
      ...WhatIfRunParts
    }
    issues {
      code
      path
      message
      cure
    }
  }
}
    fragment WhatIfSpreadParts on WhatIfSpreadChange {
  before {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
  after {
    median
    lower
    upper
    zeroShare
    topTenth
    gini
  }
}
fragment WhatIfGroupParts on WhatIfGroup {
  id
  label
  people
  suppressed
  change {
    before
    after
    difference
  }
  spread {
    ...WhatIfSpreadParts
  }
}
fragment WhatIfPersonParts on WhatIfPersonChange {
  person {
    id
    name
    department
    role
  }
  before
  after
  difference
}
fragment WhatIfRunParts on WhatIfRun {
  id
  state
  done
  total
  answer {
    from
    to
    ledger
    notes
    events
    eventsWithoutSnapshot
    asOfNow
    missed
    totals {
      before
      after
      difference
    }
    posted
    spread {
      ...WhatIfSpreadParts
    }
    people {
      ...WhatIfPersonParts
    }
    departments {
      ...WhatIfGroupParts
    }
    roles {
      ...WhatIfGroupParts
    }
    winners {
      ...WhatIfPersonParts
    }
    losers {
      ...WhatIfPersonParts
    }
    winnersCount
    losersCount
    winnersShare
    losersShare
    rules {
      rule
      label
      entriesBefore
      pointsBefore
      entriesAfter
      askedAfter
      grantedAfter
      returnedAfter
      pointsAfter
    }
    budgets {
      label
      opening
      left
      ranOutAt
    }
    cuts {
      rule
      label
      by
      count
      amount
    }
    samples {
      at
      person {
        id
        name
      }
      entity
      recordId
      rule
      label
      asked
      granted
      cutBy
      text
      condition
      amount
    }
    flags {
      kind
      person {
        id
        name
      }
      rule
      share
    }
  }
}`) as unknown as TypedDocumentString<WhatIfRunQuery, WhatIfRunQueryVariables>;
export const TenantChangedDocument = new TypedDocumentString(`
    subscription TenantChanged($tenant: String!) {
  tenantChanged(tenant: $tenant) {
    version
    drafts {
      name
      revision
      updatedBy {
        id
        name
      }
    }
    people {
      user {
        id
        name
      }
      client
      draft
      place
      at
    }
  }
}
    `) as unknown as TypedDocumentString<TenantChangedSubscription, TenantChangedSubscriptionVariables>;
export const BeHereDocument = new TypedDocumentString(`
    mutation BeHere($tenant: String!, $client: String!, $draft: String!, $place: String!) {
  beHere(tenant: $tenant, client: $client, draft: $draft, place: $place) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<BeHereMutation, BeHereMutationVariables>;
export const BeGoneDocument = new TypedDocumentString(`
    mutation BeGone($tenant: String!, $client: String!) {
  beGone(tenant: $tenant, client: $client) {
    issues {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<BeGoneMutation, BeGoneMutationVariables>;
export const PackChoicesDocument = new TypedDocumentString(`
    query PackChoices($tenant: String!, $packs: [String!]!) {
  packChoices(tenant: $tenant, packs: $packs) {
    name
    version
    label
    needs {
      name
      version
      label
      isThere
    }
    contents {
      section
      count
      labels
    }
  }
}
    `) as unknown as TypedDocumentString<PackChoicesQuery, PackChoicesQueryVariables>;
export const PackAdditionDocument = new TypedDocumentString(`
    query PackAddition($tenant: String!, $packs: [String!]!, $add: [String!]!) {
  packAddition(tenant: $tenant, packs: $packs, add: $add) {
    addition {
      base
      document
      added {
        pack
        version
      }
    }
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<PackAdditionQuery, PackAdditionQueryVariables>;
export const NewTenantPacksDocument = new TypedDocumentString(`
    query NewTenantPacks {
  newTenantPacks {
    name
    version
    label
    needs {
      name
      label
    }
    contents {
      section
      count
      labels
    }
  }
}
    `) as unknown as TypedDocumentString<NewTenantPacksQuery, NewTenantPacksQueryVariables>;
export const PackNewsDocument = new TypedDocumentString(`
    query PackNews($tenant: String!, $packs: [String!]!) {
  packNews(tenant: $tenant, packs: $packs) {
    name
    label
    from
    to
  }
}
    `) as unknown as TypedDocumentString<PackNewsQuery, PackNewsQueryVariables>;
export const PackUpgradeDocument = new TypedDocumentString(`
    query PackUpgrade($tenant: String!, $packs: [String!]!, $pack: String!) {
  packUpgrade(tenant: $tenant, packs: $packs, pack: $pack) {
    addition {
      base
      document
    }
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<PackUpgradeQuery, PackUpgradeQueryVariables>;
export const PeopleDocument = new TypedDocumentString(`
    query People($tenant: String!) {
  tenant(name: $tenant) {
    members {
      user {
        id
        name
      }
      email
    }
    departments {
      id
      name
      parentId
    }
  }
}
    `) as unknown as TypedDocumentString<PeopleQuery, PeopleQueryVariables>;
export const PlanPublicationDocument = new TypedDocumentString(`
    mutation PlanPublication($tenant: String!, $draft: String!, $document: JSONObject, $baseVersion: Int, $emptyFailedCasts: [String!]) {
  planPublication(
    tenant: $tenant
    draft: $draft
    document: $document
    baseVersion: $baseVersion
    emptyFailedCasts: $emptyFailedCasts
  ) {
    plan {
      baseVersion
      version
      shapeHash
      atOnce
      estimateMs
      steps
      changes {
        kind
        class
        path
        sentence
      }
      apiChanges {
        kind
        path
        isBreaking
        from
        to
      }
      tables {
        table
        rows
        isEstimate
      }
      dropped {
        code
        path
        message
        cure
        params
      }
    }
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<PlanPublicationMutation, PlanPublicationMutationVariables>;
export const PublishDocument = new TypedDocumentString(`
    mutation Publish($tenant: String!, $draft: String!, $document: JSONObject, $baseVersion: Int, $note: String!, $despiteTests: String, $emptyFailedCasts: [String!]) {
  publish(
    tenant: $tenant
    draft: $draft
    document: $document
    baseVersion: $baseVersion
    note: $note
    despiteTests: $despiteTests
    emptyFailedCasts: $emptyFailedCasts
  ) {
    version
    shapeHash
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<PublishMutation, PublishMutationVariables>;
export const RollbackDocument = new TypedDocumentString(`
    mutation Rollback($tenant: String!, $version: Int!, $note: String!) {
  rollback(tenant: $tenant, version: $version, note: $note) {
    version
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<RollbackMutation, RollbackMutationVariables>;
export const SchedulePublicationDocument = new TypedDocumentString(`
    mutation SchedulePublication($tenant: String!, $draft: String!, $at: DateTime!, $note: String!, $despiteTests: String) {
  schedulePublication(
    tenant: $tenant
    draft: $draft
    at: $at
    note: $note
    despiteTests: $despiteTests
  ) {
    scheduled {
      id
      draft
      revision
      at
      state
    }
    issues {
      code
      path
      message
      cure
      params
    }
  }
}
    `) as unknown as TypedDocumentString<SchedulePublicationMutation, SchedulePublicationMutationVariables>;
export const CancelScheduledPublicationDocument = new TypedDocumentString(`
    mutation CancelScheduledPublication($tenant: String!, $id: ID!) {
  cancelScheduledPublication(tenant: $tenant, id: $id) {
    issues {
      code
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<CancelScheduledPublicationMutation, CancelScheduledPublicationMutationVariables>;
export const PublicationHistoryDocument = new TypedDocumentString(`
    query PublicationHistory($tenant: String!) {
  tenant(name: $tenant) {
    version
    versions {
      number
      note
      at
      despiteTests
      author {
        id
        name
      }
    }
    jobs {
      id
      number
      state
      note
      failure
      createdAt
      endedAt
    }
    scheduled {
      id
      draft
      revision
      baseVersion
      note
      at
      state
      version
      createdAt
      endedAt
      author {
        id
        name
      }
      issues {
        code
        path
        message
        cure
        params
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PublicationHistoryQuery, PublicationHistoryQueryVariables>;
export const RunningPublicationsDocument = new TypedDocumentString(`
    query RunningPublications($tenant: String!) {
  tenant(name: $tenant) {
    jobs {
      id
      number
      state
      progress {
        phase
        step
        of
        entity
        rows
        rowsOf
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RunningPublicationsQuery, RunningPublicationsQueryVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    user {
      id
      email
      name
      isOperator
    }
    memberships {
      tenant
      roles
    }
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    user {
      id
    }
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut {
  signOut {
    issues {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const ChangePasswordDocument = new TypedDocumentString(`
    mutation ChangePassword($current: String!, $next: String!) {
  changePassword(current: $current, next: $next) {
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const TemplateInForceDocument = new TypedDocumentString(`
    query TemplateInForce($tenant: String!) {
  templateOf(tenant: $tenant) {
    version
    document
  }
  tenant(name: $tenant) {
    id
    name
    label
    timeZone
    version
    myRoles
    roles {
      id
      label
      isBuiltIn
    }
  }
}
    `) as unknown as TypedDocumentString<TemplateInForceQuery, TemplateInForceQueryVariables>;
export const TemplateVersionDocument = new TypedDocumentString(`
    query TemplateVersion($tenant: String!, $version: Int!) {
  templateOf(tenant: $tenant, version: $version) {
    version
    document
    baseDocument
  }
}
    `) as unknown as TypedDocumentString<TemplateVersionQuery, TemplateVersionQueryVariables>;
export const TenantsDocument = new TypedDocumentString(`
    query Tenants {
  tenants {
    id
    name
    label
    timeZone
    version
    shapeHash
    myRoleLabels
    versions {
      number
      note
      at
      author {
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TenantsQuery, TenantsQueryVariables>;
export const RecordCountsDocument = new TypedDocumentString(`
    query RecordCounts($tenant: String!) {
  tenant(name: $tenant) {
    id
    records {
      entity
      count
      isExact
    }
  }
}
    `) as unknown as TypedDocumentString<RecordCountsQuery, RecordCountsQueryVariables>;
export const CreateTenantDocument = new TypedDocumentString(`
    mutation CreateTenant($name: String!, $label: String!, $timeZone: String!, $packs: [String!]!) {
  createTenant(name: $name, label: $label, timeZone: $timeZone, packs: $packs) {
    tenant {
      name
    }
    issues {
      code
      path
      message
      cure
    }
  }
}
    `) as unknown as TypedDocumentString<CreateTenantMutation, CreateTenantMutationVariables>;