import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers that other parts are asked for when somebody looks at `/metrics`. */
export interface MetricSources {
  /** Compiled plans found and not found in their cache since the start. */
  readonly planCache?: () => { readonly hits: number; readonly misses: number };
  /** Requests being answered and waiting. */
  readonly load?: () => { readonly running: number; readonly waiting: number };
  /** Background work since the start, by job. */
  readonly jobs?: () => JobNumbers;
}

export interface JobNumbers {
  readonly runs: ReadonlyMap<string, number>;
  readonly items: ReadonlyMap<string, number>;
  readonly failures: ReadonlyMap<string, number>;
  /** What jobs found waiting, the highest of all tenants. */
  readonly gauges: ReadonlyMap<string, number>;
}

export interface RequestMetric {
  /** The route's pattern, never the address: tenant names are many and nobody's business. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** What Prometheus reads. */
export interface Metrics {
  observe(request: RequestMetric): void;
  /** A refused or failed request by its code. */
  refused(code: string): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** Metrics of one server: requests, refusals, caches, and the process (event loop, memory, garbage collection). */
export function openMetrics(sources: MetricSources = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'formwork_request_duration_seconds',
    help: 'Time to answer a request, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const refusals = new Counter({
    name: 'formwork_refused_total',
    help: 'Requests refused or failed, by code.',
    labelNames: ['code'],
    registers,
  });
  const byFacts = new Map<string, { readonly observe: (seconds: number) => void }>();
  gauge('formwork_requests', 'Requests by what they do now.', registers, () => {
    const { running, waiting } = sources.load?.() ?? { running: 0, waiting: 0 };
    return [
      { label: 'running', value: running },
      { label: 'waiting', value: waiting },
    ];
  });
  gauge(
    'formwork_plan_cache_lookups',
    'Lookups of compiled plans since the start; hits by all is the hit ratio.',
    registers,
    () => {
      const { hits, misses } = sources.planCache?.() ?? { hits: 0, misses: 0 };
      return [
        { label: 'hit', value: hits },
        { label: 'miss', value: misses },
      ];
    },
  );
  const jobs = (name: keyof JobNumbers, help: string): void =>
    gauge(`formwork_jobs_${name}`, help, registers, () =>
      [...(sources.jobs?.()[name] ?? [])].map(([label, value]) => ({ label, value })),
    );
  jobs('runs', 'Runs of background jobs since the start, by job.');
  jobs('items', 'Items that background jobs did since the start, by job.');
  jobs('failures', 'Runs of background jobs that failed since the start, by job.');
  jobs('gauges', 'What background jobs found waiting: the highest of all tenants.');
  return {
    observe: ({ route, method, status, seconds }) => {
      // Routes, methods and statuses are few; putting their labels together each time is not cheap.
      const key = `${route} ${method} ${status}`;
      const known = byFacts.get(key) ?? durations.labels(route, method, String(status));
      byFacts.set(key, known);
      known.observe(seconds);
    },
    refused: (code) => refusals.inc({ code }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function gauge(
  name: string,
  help: string,
  registers: Registry[],
  values: () => readonly { readonly label: string; readonly value: number }[],
): void {
  const made: Gauge<'kind'> = new Gauge({
    name,
    help,
    labelNames: ['kind'],
    registers,
    collect() {
      for (const { label, value } of values()) made.set({ kind: label }, value);
    },
  });
}
