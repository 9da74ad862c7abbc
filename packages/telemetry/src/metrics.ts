import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { type MetricDefinition, type MetricKey, metricDefinitions } from "./metric-definitions.ts";

type MetricOf<T extends MetricDefinition> = T["type"] extends "counter"
  ? Counter<T["labels"][number]>
  : T["type"] extends "gauge"
    ? Gauge<T["labels"][number]>
    : Histogram<T["labels"][number]>;

/** Every metric, in the registry to which it belongs. */
export type Metrics = { readonly [TKey in MetricKey]: MetricOf<(typeof metricDefinitions)[TKey]> };

export function createMetrics(registry: Registry): Metrics {
  const metrics = Object.entries<MetricDefinition>(metricDefinitions).map(([key, definition]) => [
    key,
    createMetric(definition, registry),
  ]);
  return Object.fromEntries(metrics) as Metrics;
}

function createMetric({ name, type, labels, help, buckets = [] }: MetricDefinition, registry: Registry) {
  const configuration = { name, help, labelNames: labels, registers: [registry] };
  if (type === "counter") return new Counter(configuration);
  if (type === "gauge") return new Gauge(configuration);
  return new Histogram({ ...configuration, buckets: [...buckets] });
}
