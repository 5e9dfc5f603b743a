import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks/acknowledge.js';
import { POOL_LABEL, stageName } from '../names.js';
import { ZONES, type NodesPerZone, type StageSettings } from '../stages.js';

/** The version that the manifests are checked against (ops/manifests/schemas.ts). */
const VERSION = eks.KubernetesVersion.V1_34;

/** What every node needs, kept up to date by EKS, in the version that is the cluster's default. The disks' driver needs a role: stacks/access.ts. */
const ADDONS: Record<string, Record<string, unknown> | undefined> = {
  // Without it network policies are silently not kept.
  'vpc-cni': { enableNetworkPolicy: 'true' },
  'kube-proxy': undefined,
  coredns: undefined,
  'eks-pod-identity-agent': undefined,
};

/** EKS, and its nodes: in each zone a group of either kind, so that no zone is ever without. */
export class ClusterStack extends Stack {
  readonly cluster: eks.Cluster;
  /** Of every node, and so of every pod. */
  readonly nodes: ec2.ISecurityGroup;

  constructor(scope: Construct, id: string, props: StackProps & { settings: StageSettings; vpc: ec2.IVpc }) {
    super(scope, id, props);
    const { settings, vpc } = props;
    const secrets = new kms.Key(this, 'Secrets', { enableKeyRotation: true, description: 'Kubernetes secrets in etcd' });
    this.cluster = new eks.Cluster(this, 'Cluster', {
      clusterName: stageName(settings.name),
      version: VERSION,
      vpc,
      vpcSubnets: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }],
      // GitHub's runners deploy from the internet, each by its access entry; nodes use the private endpoint.
      endpointAccess: eks.EndpointAccess.PUBLIC_AND_PRIVATE,
      secretsEncryptionKey: secrets,
      clusterLogging: [
        eks.ClusterLoggingTypes.API,
        eks.ClusterLoggingTypes.AUDIT,
        eks.ClusterLoggingTypes.AUTHENTICATOR,
        eks.ClusterLoggingTypes.CONTROLLER_MANAGER,
        eks.ClusterLoggingTypes.SCHEDULER,
      ],
      defaultCapacityType: eks.DefaultCapacityType.NODEGROUP,
      defaultCapacity: 0,
      // Access entries say who may, and nothing else (stacks/access.ts).
      bootstrapClusterCreatorAdminPermissions: false,
      // Add-ons below; ready-made ones would stand in their way.
      bootstrapSelfManagedAddons: false,
      outputConfigCommand: false,
    });
    this.nodes = this.cluster.clusterSecurityGroup;

    const role = this.nodeRole();
    this.nodeGroups('system', { type: 't3.medium', nodes: settings.system, role });
    this.nodeGroups('worker', {
      type: 'c6i.xlarge',
      nodes: settings.worker,
      role,
      taints: [{ key: POOL_LABEL, value: 'worker', effect: eks.TaintEffect.NO_SCHEDULE }],
    });
    for (const [addonName, configurationValues] of Object.entries(ADDONS))
      new eks.Addon(this, addonName, { cluster: this.cluster, addonName, configurationValues });

    acknowledge(this.cluster, {
      'CloudFormation-Validate::W9009': 'Written by the CDK, and still what EKS takes',
    });
    acknowledge(this.cluster.role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonEKSClusterPolicy]': 'The policy that EKS asks for, kept by AWS',
    });
    new CfnOutput(this, 'ClusterName', { value: this.cluster.clusterName });
    new CfnOutput(this, 'ClusterArn', { value: this.cluster.clusterArn });
  }

  /** What kubelet, the network plugin and the puller of images may do. */
  private nodeRole(): iam.Role {
    const policies = ['AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy', 'AmazonEC2ContainerRegistryPullOnly'];
    const role = new iam.Role(this, 'Node', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: policies.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name)),
    });
    for (const name of policies)
      acknowledge(role, {
        [`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`]: 'The policy that EKS nodes need, kept by AWS',
      });
    return role;
  }

  private nodeGroups(pool: string, { type, nodes, role, taints }: NodeGroups): void {
    const template = new ec2.LaunchTemplate(this, `${pool}-template`, {
      // A pod is a hop further from the instance's metadata than the node, and would have the node's role by it.
      requireImdsv2: true,
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: ec2.BlockDeviceVolume.ebs(50, { encrypted: true, volumeType: ec2.EbsDeviceVolumeType.GP3 }),
        },
      ],
    });
    for (const zone of ZONES) {
      const nodegroupName = `${pool}-${zone.slice(-1)}`;
      this.cluster.addNodegroupCapacity(nodegroupName, {
        nodegroupName,
        subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, availabilityZones: [zone] },
        amiType: eks.NodegroupAmiType.AL2023_X86_64_STANDARD,
        instanceTypes: [new ec2.InstanceType(type)],
        minSize: nodes.min,
        maxSize: nodes.max,
        nodeRole: role,
        labels: { [POOL_LABEL]: pool },
        taints,
        enableNodeAutoRepair: true,
        launchTemplateSpec: { id: template.launchTemplateId ?? '', version: template.latestVersionNumber },
      });
    }
  }

  override get availabilityZones(): string[] {
    return ZONES;
  }
}

interface NodeGroups {
  type: string;
  nodes: NodesPerZone;
  role: iam.IRole;
  taints?: eks.TaintSpec[];
}
