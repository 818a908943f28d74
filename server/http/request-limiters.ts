import { LIMITS } from '../../schema/core/limits.ts';
import { limiter, type Limiter, type LimiterOptions } from './limiter.ts';

/** What the app and its metrics share. */
export interface RequestLimiters {
  /** By tenant. */
  readonly tenants: Limiter;
  /** By person. Apart, since a publication may run for minutes, and signing in must not wait for tenants. */
  readonly platform: Limiter;
}

/** Limiters with the bounds of the product. */
export function requestLimiters(): RequestLimiters {
  const options: LimiterOptions = {
    quick: LIMITS.requestsQuickMin,
    quickMs: LIMITS.requestQuickMs,
    aloneMs: LIMITS.requestsAloneMs,
    slowMs: LIMITS.requestSlowMs,
    running: LIMITS.requestsRunningMax,
    runningPerKey: LIMITS.requestsPerTenantMax,
    queued: LIMITS.requestsQueuedMax,
    queuedInRush: LIMITS.requestsQueuedInRushMax,
    rushMs: LIMITS.requestRushMs,
    waitMs: LIMITS.requestQueueMs,
  };
  return { tenants: limiter(options), platform: limiter(options) };
}
