/** What the bench asks of its load generator, a process of its own. */
export interface LoadOrder {
  readonly port: number;
  readonly clients: number;
  /** Whole HTTP requests, sent in turn; each once where `once`, else round and round. */
  readonly requests: readonly string[];
  readonly once: boolean;
  readonly warmMs: number;
  readonly measureMs: number;
}

/** `began` and `ended` mark the measured window, so that CPU is read at the same moments. */
export type LoadNews =
  | { readonly kind: 'began' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'done'; readonly result: LoadResult }
  | { readonly kind: 'failed'; readonly message: string };

export interface LoadResult {
  /** Answers within the window, and how long it was. */
  readonly done: number;
  readonly elapsedMs: number;
  readonly bytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests sent in all: the next index where each is sent once. */
  readonly sent: number;
  readonly failures: number;
  /** Answers of 503: the server had too much to do, and the client asked again. Not among `done`. */
  readonly refused: number;
  readonly firstFailure?: string;
}
