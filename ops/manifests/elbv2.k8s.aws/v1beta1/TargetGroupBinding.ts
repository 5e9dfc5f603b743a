/*
 * The load balancer controller's custom resource, which `kubernetes-models` does not have: by the reference of
 * aws-load-balancer-controller 2.14, the fields that bind pods to a target group made elsewhere.
 */
export interface ITargetGroupBinding {
  apiVersion: 'elbv2.k8s.aws/v1beta1';
  kind: 'TargetGroupBinding';
  metadata?: { name?: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: {
    /** One of the two. */
    targetGroupARN?: string;
    targetGroupName?: string;
    targetType?: 'ip' | 'instance';
    ipAddressType?: 'ipv4' | 'ipv6';
    vpcID?: string;
    serviceRef: { name: string; port: string | number };
  };
}

export class TargetGroupBinding {
  constructor(private readonly data: ITargetGroupBinding) {}

  /** Throws what the types cannot say: one name for the target group, of at most 32 letters, digits and hyphens. */
  validate(): void {
    const { targetGroupARN, targetGroupName, serviceRef } = this.data.spec;
    if ((targetGroupARN === undefined) === (targetGroupName === undefined))
      throw new Error('data/spec must have either targetGroupARN or targetGroupName');
    if (targetGroupName !== undefined && !/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(targetGroupName))
      throw new Error('data/spec/targetGroupName must be the name of a target group');
    if (!serviceRef?.name || !serviceRef.port) throw new Error('data/spec/serviceRef must have name and port');
  }
}
