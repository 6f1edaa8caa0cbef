/** Metrics for operators, in Prometheus format at `/metrics`. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export function createMetrics(withProcess = true) {
  const registry = new Registry();
  if (withProcess) collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `onqueue_${name}`, help, labelNames, registers: [registry] });
  return {
    registry,
    offers: counter('offers_total', 'Offers made to agents'),
    accepted: counter('accepted_total', 'Offers accepted', ['how']),
    declined: counter('declined_total', 'Offers declined or timed out', ['how']),
    closed: counter('closed_total', 'Work items closed'),
    repairs: counter('repairs_total', 'What reconciliation had to put right', ['what']),
    deadlines: counter('deadlines_total', 'Deadlines carried out', ['kind']),
    soundFailures: counter('sound_failures_total', 'Sounds that an agent should have heard and did not'),
    requests: counter('requests_refused_total', 'Requests refused', ['code']),
    webhooks: counter('webhooks_total', 'Tries to deliver a webhook', ['outcome']),
    links: new Gauge({
      name: 'onqueue_links',
      help: 'Agent devices linked to this process',
      registers: [registry],
    }),
    ready: new Gauge({
      name: 'onqueue_ready',
      help: '1 while this hub can save what it is told',
      registers: [registry],
    }),
    damage: new Gauge({
      name: 'onqueue_storage_damage',
      help: 'Findings of the check of the database at the start; 0 = sound',
      registers: [registry],
    }),
    lateness: new Histogram({
      name: 'onqueue_deadline_lateness_seconds',
      help: 'How late deadlines were carried out',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
      registers: [registry],
    }),
    routing: new Histogram({
      name: 'onqueue_routing_pass_seconds',
      help: 'Duration of one routing pass',
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1],
      registers: [registry],
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
