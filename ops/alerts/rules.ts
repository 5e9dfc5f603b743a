import { find, type KubernetesObject } from '../manifests/objects.js';

export interface AlertRule {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
export interface RuleFile {
  groups: { name: string; rules: AlertRule[] }[];
}

/** The manifests' alert rules as Prometheus's own rule file: the operator hands them on as they are. */
export function ruleFile(objects: KubernetesObject[]): RuleFile {
  return find<KubernetesObject & { spec: RuleFile }>(objects, 'PrometheusRule', 'ode').spec;
}
