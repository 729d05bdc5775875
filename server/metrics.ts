/** What Prometheus reads at /metrics. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'jan_relay_http_requests_total',
      help: 'Answered requests by route and status',
      labelNames: ['route', 'status'],
      registers,
    }),
    inFlight: new Gauge({
      name: 'jan_relay_requests_in_flight',
      help: 'Requests that are being answered',
      registers,
    }),
    refused: new Counter({
      name: 'jan_relay_refused_total',
      help: 'Requests to /mcp that were refused before they were read',
      labelNames: ['reason'],
      registers,
    }),
    toolSeconds: new Histogram({
      name: 'jan_relay_tool_call_seconds',
      help: 'Duration of tool calls by tool and outcome',
      labelNames: ['tool', 'outcome'],
      buckets: [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60],
      registers,
    }),
    cache: new Counter({
      name: 'jan_relay_cache_total',
      help: 'Searches and pages: from the cache (hit), from upstream (miss), with another caller (shared)',
      labelNames: ['result'],
      registers,
    }),
    cacheErrors: new Counter({
      name: 'jan_relay_cache_errors_total',
      help: 'Times the shared cache could not be used',
      registers,
    }),
    wrapStarts: new Counter({
      name: 'jan_relay_wrapped_starts_total',
      help: 'Times the wrapped server was started',
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
