/**
 * Every bound of the product: size, depth, page and time. Each is tested at n and n+1.
 * Sources of the values: TEMPLATE.md (template), research on public GraphQL servers (API).
 */
export const LIMITS = {
  templateBytesMax: 2 * 1024 * 1024,
  templateDepthMax: 40,
  entitiesPerTemplateMax: 200,
  fieldsPerEntityMax: 500,
  optionsPerEnumMax: 500,
  linesPerDocumentMax: 500,
  textBytesMax: 64 * 1024,
  sqlNameBytesMax: 63,
  decimalPrecisionMax: 38,
  decimalScaleMax: 18,
  issuesPerAnswerMax: 200,

  itemsPerListMax: 1_000,
  labelCharsMax: 2_000,
  nameCharsMax: 64,
  recordsPerSetMax: 5_000,
  keyFieldsMax: 8,
  packsMax: 60,

  exprLengthMax: 4_000,
  exprNodesMax: 300,
  exprDepthMax: 30,
  exprCostMax: 50_000,

  requestBodyBytesMax: 256 * 1024,
  queryTokensMax: 2_000,
  queryDepthMax: 12,
  queryAliasesMax: 30,
  queryDirectivesMax: 10,
  queryRootFieldsMax: 20,
  queryCostMax: 500_000,
  whereDepthMax: 8,
  whereNodesMax: 200,
  inListMax: 1_000,
  pageSizeDefault: 50,
  pageSizeMax: 1_000,
  bulkRowsMax: 1_000,
  groupRowsMax: 10_000,
  bucketsPerGroupByMax: 5,

  readTimeoutMs: 10_000,
  writeTimeoutMs: 15_000,
  lockTimeoutMs: 500,
  ddlRetriesMax: 20,
  backfillBatchRows: 5_000,
  planSampleRows: 20,
  planTimeoutMs: 30_000,
  quarantineDays: 30,
  idempotencyDays: 30,
  /** Up to so many rows a table is changed within the one transaction of a publication. */
  publishAtOnceRowsMax: 2_000,
  preparedStatementsPerConnectionMax: 300,

  planCacheEntriesMax: 2_000,
  /** Of the documents of one shape, parsed and kept by their texts. */
  documentCacheCharsMax: 8_000_000,
  /** Of one statement, how many tenants' texts are kept. */
  tenantTextsMax: 500,
  tenantNamesMax: 20_000,
  /** How long a tenant's entry in the directory is taken for true. */
  tenantNameMs: 1_000,
  shapeCacheBytesMax: 256 * 1024 * 1024,
  introspectionCacheEntriesMax: 64,
  subscriptionsPerConnectionMax: 50,
  /** How often the event log of a watched tenant is read. */
  eventPollMs: 250,
  eventBatchRows: 500,
  /** For one subscriber, who is better off asking anew when he is further behind. */
  eventsWaitingMax: 10_000,

  /** Of signed-in callers of the platform, who send whole templates as JSON inside JSON. */
  platformBodyBytesMax: 5 * 1024 * 1024,
  requestsRunningMax: 64,
  requestsPerTenantMax: 32,
  requestsQueuedMax: 256,
  requestQueueMs: 2_000,
  requestDeadlineMs: 30_000,
  /** Publishing moves data; its callers wait longer. */
  platformDeadlineMs: 600_000,
  drainMs: 10_000,
  bodyTimeoutMs: 20_000,

  passwordCharsMin: 10,
  passwordCharsMax: 200,
  signInFailuresMax: 8,
  signInWindowMs: 15 * 60_000,
  /** One address may be a whole office. */
  signInFailuresPerAddressMax: 60,
  sessionIdleMs: 12 * 3_600_000,
  sessionAbsoluteMs: 30 * 86_400_000,
  tokenDaysMax: 730,
  tokenTouchMs: 60_000,
  callerCacheMs: 5_000,
  callerCacheEntriesMax: 10_000,

  importBatchRows: 2_000,
  /** Files up to this many rows are imported in one transaction: all of it or nothing. */
  importAtOnceRowsMax: 10_000,
  importRowCharsMax: 1024 * 1024,
  importColumnsMax: 1_000,

  /** Findings of templates' tests that are remembered, by shape and tests. */
  testReportsKept: 200,

  /** Of a deadline whose transition is refused: attempts until it is left alone. */
  deadlineTriesMax: 10,
  /** Items that a job of workflows does at once for a tenant. */
  jobItemsMax: 100,

  /** Rows that a backup reads, and a restore puts in, at once. */
  backupBatchRows: 200,

  /** Causes before an event: rules that start each other stop here. */
  causationDepthMax: 8,
  /** Attempts of a rule's run and of a delivery before they are given up. */
  runAttemptsMax: 8,
  deliveryAttemptsMax: 8,
  /** Entries of the outbox and pages of a schedule worked off at once. */
  outboxBatchMax: 200,
  schedulePageMax: 200,
  /** How long what was delivered, run and worked off is kept. */
  outboxDays: 30,
  webhookTimeoutMs: 10_000,
  webhookResponseBytesMax: 16 * 1024,
  webhookUrlCharsMax: 2_000,
  webhookHeadersMax: 20,
  connectionsMax: 50,
  connectionTopicsMax: 100,

  /** What-if questions and programme reports: a statement, and the events that are scored at once. */
  labTimeoutMs: 60_000,
  labEventsMax: 1_000_000,
  labTopMax: 50,
} as const;
