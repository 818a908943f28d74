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

  /** Steps of designing that can be undone. */
  undoStepsMax: 500,

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
  /** Rows that a page may pass over by number: the database goes through them all. */
  pageOffsetMax: 1_000_000,
  /** Days that a trend of points shows at most. */
  pointsDaysMax: 732,
  bulkRowsMax: 1_000,
  groupRowsMax: 10_000,
  bucketsPerGroupByMax: 5,

  readTimeoutMs: 10_000,
  writeTimeoutMs: 15_000,
  lockTimeoutMs: 200,
  ddlRetriesMax: 30,
  backfillBatchRows: 5_000,
  planSampleRows: 20,
  planTimeoutMs: 30_000,
  quarantineDays: 30,
  idempotencyDays: 30,
  /** Numbers of documents that a process takes beforehand where many are written at once and gaps are allowed. */
  numberBlockMax: 32,
  /** Up to so many rows a table is changed within the one transaction of a publication. */
  publishAtOnceRowsMax: 2_000,
  preparedStatementsPerConnectionMax: 600,

  planCacheEntriesMax: 2_000,
  /** Of the documents of one shape, parsed and kept by their texts. */
  documentCacheCharsMax: 8_000_000,
  /** Of one statement, how many tenants' texts are kept. */
  tenantTextsMax: 500,
  tenantNamesMax: 20_000,
  /** How long a tenant's entry in the directory is taken for true. */
  tenantNameMs: 1_000,
  /** Templates whose models are kept for who meets them again, and how long all of them may be. */
  resolvedTemplatesKept: 64,
  resolvedTemplatesCharsMax: 2_500_000,
  /** Versions whose documents a process keeps, for who works on one after the other. */
  versionDocumentsKept: 12,
  /** Packs, and what they make together, that are kept as they were read, for the next tenant that is made of them. */
  packsParsedKept: 32,
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
  /** Of several tenants so many requests always run together; more do while they take less than `requestQuickMs`. */
  requestsQuickMin: 3,
  requestQuickMs: 2.5,
  requestsAloneMs: 5_000,
  /** Requests that have run for so long leave room for others beside them. */
  requestSlowMs: 30,
  /** In a rush; after a refusal `requestsQueuedMax`, until none was needed for `requestRushMs`. */
  requestsQueuedInRushMax: 256,
  requestRushMs: 1_000,
  requestsQueuedMax: 48,
  requestQueueMs: 2_000,
  requestDeadlineMs: 30_000,
  /** Publishing moves data; its callers wait longer. */
  platformDeadlineMs: 600_000,
  drainMs: 10_000,
  bodyTimeoutMs: 20_000,

  fileBytesMax: 50 * 1024 * 1024,
  /** Of the small picture that stands for a large one in lists. */
  filePreviewBytesMax: 200 * 1024,
  fileNameCharsMax: 255,
  filesPerFieldMax: 20,
  /** An upload that no record has used for so long is removed. */
  fileUnusedMs: 24 * 3_600_000,
  /** Such uploads of one person. */
  filesUnusedMax: 200,
  uploadsRunningMax: 16,
  /** Of one person; as many as a browser has connections to one server. */
  uploadsPerPersonMax: 6,
  /** Pages send so many files beside each other. */
  uploadsPerPageMax: 3,
  /** A whole upload, and how much of it comes at least within so long. */
  uploadTimeoutMs: 600_000,
  uploadPaceMs: 20_000,
  uploadPaceBytesMin: 64 * 1024,
  /** Places where a file is looked for that its reader may see. */
  fileUsesMax: 1_000,

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
  /** Of a file that a person imports in the browser. */
  importWizardRowsMax: 50_000,
  /** Of one person, each with its file. */
  importsWaitingMax: 20,
  importWizardBytesMax: 20 * 1024 * 1024,
  /** Problems that such a file's check tells. */
  importWizardIssuesMax: 5_000,
  /** Rows that a check tries, and an import or its undoing writes, in one transaction beside which others work. */
  importWizardBatchRows: 1_000,
  importCheckDeadlineMs: 300_000,
  importUndoDays: 30,

  /** Findings of templates' tests that are remembered, by shape and tests. */
  testReportsKept: 200,

  /** Of a deadline whose transition is refused: attempts until it is left alone. */
  deadlineTriesMax: 10,
  /** Items that a job of workflows does at once for a tenant. */
  jobItemsMax: 100,

  /** Daily backups that are kept at most. */
  backupsKeptMax: 90,
  /** Records that one hand-over moves at most. */
  handOverRowsMax: 20_000,
  /** A backup or restore whose process says nothing for so long was cut short. */
  backupBeatMs: 30_000,
  /** A backup that is uploaded, as it is and unpacked, and a line of it. */
  backupUploadBytesMax: 4 * 1024 * 1024 * 1024,
  backupLineCharsMax: 64 * 1024 * 1024,
  /** Uploaded backups that a tenant may have at a time. */
  backupUploadsMax: 5,
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
  /** Days that refusals, sign-ins and notices are kept: what is told of them over time reaches so far back. */
  keepDays: 1_095,
  keepDaysMin: 90,
  keepDaysMax: 36_500,
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
  /** Answers of what-if questions are kept so long, and a run that says nothing for so long was cut short. */
  labAnswerMs: 3_600_000,
  labBeatMs: 30_000,

  /** How often a watched tenant's version, drafts and designers are looked at. */
  livePollMs: 400,
  /** Who has not said for so long that they are here has gone. */
  presenceMs: 15_000,
  presencePeopleMax: 200,
  presenceTextMax: 300,

  /** What a change would do to real records: in all, and for one question that is asked of every row. */
  impactTimeoutMs: 2_500,
  impactQuestionMs: 1_000,
  impactSampleRows: 20_000,
  /** Of bigger tables a sample is asked at once. */
  impactExactRowsMax: 2_000_000,
  /** Records of an object that its card on the map counts; of more an estimate is told. */
  mapCountMax: 10_000,

  /** Of one person in one company. */
  preferencesMax: 500,
  preferenceBytesMax: 16_384,
  preferenceKeyCharsMax: 200,
  /** That one person made, own and shared. */
  savedViewsMax: 300,

  /** Home tells so many changed records, out of so many events. */
  changesShownMax: 20,
  changesLookedAt: 5_000,

  commentCharsMax: 4_000,
  commentMentionsMax: 20,
  /** Of one posting so many movements are told in a record's history. */
  historyMovementsMax: 500,

  scheduleMinMs: 60_000,
  scheduleDaysMax: 366,
  schedulePollMs: 5_000,
  /** A node that carries out a scheduled publication and says nothing for so long is taken for dead. */
  scheduleLeaseMs: 60_000,
} as const;
