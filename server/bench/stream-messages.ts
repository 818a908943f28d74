/** Requests of one kind, sent together: by so many clients in turn, or at a rate whatever is answered. */
export interface Stream {
  readonly name: string;
  readonly port: number;
  /** Whole HTTP requests, sent in turn, round and round. */
  readonly requests: readonly string[];
  /** Connections. Of a stream with a rate: how many requests may be under way. */
  readonly connections: number;
  /** Requests each second. Without it, each connection sends its next request when it has its answer. */
  readonly rate?: number;
  /** Of a stream with a rate: how many are sent in a millisecond at most. What the generator is late with is no rush. */
  readonly eachMs?: number;
  /** Whether the time of each accepted request is told, too. */
  readonly tellsEach?: boolean;
}

export interface StreamOrder {
  readonly streams: readonly Stream[];
  readonly warmMs: number;
  readonly measureMs: number;
}

/** What became of the requests of one stream that were due in the measured time. */
export interface StreamResult {
  readonly name: string;
  readonly accepted: number;
  readonly acceptedRate: number;
  /** Of those accepted, from when they were due. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly acceptedMs?: readonly number[];
  /** How late they were sent, after they were due: what the load generator added. Of a stream without a rate 0. */
  readonly lateP99Ms: number;
  /** Told 503 with Retry-After. */
  readonly refused: number;
  readonly refusedP99Ms: number;
  /** All other answers, and 503 that do not say when to come again. */
  readonly failures: number;
  readonly firstFailure?: string;
  /** Due, but without an answer at the end, or never sent since all connections waited. */
  readonly unanswered: number;
}
