import { CfnOutput, RemovalPolicy, Stack, type CfnResource, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks/acknowledge.js';
import { CAPACITY_LABEL, logGroups, POOL_LABEL, stageName } from '../names.js';
import { ZONES } from '../settings.js';
import type { NodesPerZone, StageSettings } from '../stages.js';

/**
 * In standard support until 2027 is over; docs/operations/runbook.md has the way to the next. The cluster autoscaler of
 * deploy/charts has the same minor version.
 */
const VERSION = eks.KubernetesVersion.V1_36;

/**
 * What every node needs, kept up to date by EKS, in the version that is the cluster's default. Those that need a role:
 * stacks/access.ts.
 */
const NODE_ADDONS: Record<string, Record<string, unknown> | undefined> = {
  'vpc-cni': {
    // Without it network policies are silently not kept.
    enableNetworkPolicy: 'true',
    // Addresses come by sixteen: a t3.medium takes 110 pods rather than 17.
    env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
  },
  'kube-proxy': undefined,
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
    // EKS would make it itself, and keep it for ever.
    const groups = logGroups(settings.name);
    const logGroup = (id: string, logGroupName: string) =>
      new logs.LogGroup(this, id, {
        logGroupName,
        retention: settings.logDays as logs.RetentionDays,
        removalPolicy: RemovalPolicy.DESTROY,
      });
    const log = logGroup('ControlPlaneLog', groups.controlPlane);
    // What the pods write, which goes with them: deploy/charts/values/aws-for-fluent-bit.yaml.
    logGroup('PodLog', groups.pods);
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
    this.cluster.node.addDependency(log);
    // Past its standard support a version costs six times as much: it is upgraded instead.
    this.cfnCluster().addPropertyOverride('UpgradePolicy.SupportType', 'STANDARD');
    this.nodes = this.cluster.clusterSecurityGroup;

    const role = this.nodeRole();
    const zones = ZONES.slice(0, settings.nodeZones);
    const addon = (addonName: string, configurationValues?: Record<string, unknown>) =>
      new eks.Addon(this, addonName, { cluster: this.cluster, addonName, configurationValues });
    // Nodes are not ready without a network plugin. DNS has pods that need a node, and its add-on fails where none comes.
    const before = Object.entries(NODE_ADDONS).map(([name, values]) => addon(name, values));
    const nodeGroups = [
      ...this.nodeGroups('system', { types: ['t3.medium'], nodes: settings.system, role, zones }),
      ...this.nodeGroups('worker', { types: ['c6i.xlarge'], nodes: settings.worker, role, zones }),
      // More of the same size, as AWS has it to spare, for a fifth to a third of the price; taken back at two minutes' notice.
      ...this.nodeGroups('spot', {
        types: ['c6i.xlarge', 'c6a.xlarge', 'c5.xlarge', 'c5a.xlarge', 'c7i.xlarge', 'c7a.xlarge'],
        nodes: { min: 0, max: settings.worker.max },
        role,
        zones,
        spot: true,
      }),
    ];
    for (const group of nodeGroups) group.node.addDependency(...before);
    addon('coredns').node.addDependency(...nodeGroups);

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

  private cfnCluster(): CfnResource {
    return this.cluster.node.findChild('Resource') as CfnResource;
  }

  private nodeGroups(pool: string, { types, nodes, role, zones, spot }: NodeGroups): eks.Nodegroup[] {
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
    return zones.map((zone) => {
      const nodegroupName = `${pool}-${zone.slice(-1)}`;
      const group = this.cluster.addNodegroupCapacity(nodegroupName, {
        nodegroupName,
        subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, availabilityZones: [zone] },
        amiType: eks.NodegroupAmiType.AL2023_X86_64_STANDARD,
        instanceTypes: types.map((type) => new ec2.InstanceType(type)),
        capacityType: spot ? eks.CapacityType.SPOT : eks.CapacityType.ON_DEMAND,
        minSize: nodes.min,
        maxSize: nodes.max,
        nodeRole: role,
        labels: { [POOL_LABEL]: pool === 'system' ? 'system' : 'worker', [CAPACITY_LABEL]: spot ? 'spot' : 'on-demand' },
        taints: taintsOf(pool),
        enableNodeAutoRepair: true,
        launchTemplateSpec: { id: template.launchTemplateId ?? '', version: template.latestVersionNumber },
      });
      // A change of the group would set its size back to this, under load: it is the autoscaler's.
      (group.node.defaultChild as CfnResource).addPropertyDeletionOverride('ScalingConfig.DesiredSize');
      return group;
    });
  }

  override get availabilityZones(): string[] {
    return ZONES;
  }
}

interface NodeGroups {
  types: string[];
  nodes: NodesPerZone;
  role: iam.IRole;
  zones: string[];
  spot?: boolean;
}

/** Workers' nodes are theirs alone. What may be taken back at any time is only for who says that it stands that. */
function taintsOf(pool: string): eks.TaintSpec[] | undefined {
  if (pool === 'system') return undefined;
  const workers = { key: POOL_LABEL, value: 'worker', effect: eks.TaintEffect.NO_SCHEDULE };
  return pool === 'spot' ? [workers, { key: CAPACITY_LABEL, value: 'spot', effect: eks.TaintEffect.NO_SCHEDULE }] : [workers];
}
