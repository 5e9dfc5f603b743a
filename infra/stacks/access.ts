import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks/acknowledge.js';
import { alarmTopic, DOCUMENTS, documentsBucket, IMAGES, logGroups, RESULTS, siteBucket, stageName, WORKLOADS } from '../names.js';
import { ACCOUNTS, EDGE_REGION, REPOSITORY, subjects } from '../settings.js';
import type { StageSettings } from '../stages.js';

const GITHUB = 'token.actions.githubusercontent.com';

/** GitHub as one who vouches for its workflows; an account can have it only once, and may have it already. */
export class GithubStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    new iam.OidcProviderNative(this, 'Github', { url: `https://${GITHUB}`, clientIds: ['sts.amazonaws.com'] });
  }
}

interface AccessProps extends StackProps {
  settings: StageSettings;
  cluster: eks.Cluster;
  key: kms.Key;
  secrets: secretsmanager.ISecret[];
  distribution: cloudfront.Distribution;
}

/** What a role may do to what. A resource with a star in it needs a reason. */
interface Permission {
  actions: string[];
  on: string[];
  conditions?: Record<string, unknown>;
  because?: string;
}

/** Who may do what in a stage: a role for each workload in the cluster, and one for the pipeline. */
export class AccessStack extends Stack {
  private readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AccessProps,
  ) {
    super(scope, id, props);
    const { settings, key, secrets } = props;
    this.name = stageName(settings.name);
    const documents = this.arn('s3', documentsBucket(settings.name));
    const encrypt: Permission = { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], on: [key.keyArn] };
    const head: Permission = { actions: ['s3:ListBucket'], on: [documents] };
    const because = 'Objects are named at random; the prefix holds nothing else';
    const read = (prefix: string): Permission => ({ actions: ['s3:GetObject'], on: [`${documents}/${prefix}*`], because });
    const write = (prefix: string): Permission => ({
      actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
      on: [`${documents}/${prefix}*`],
      because,
    });
    // Whichever process sweeps takes away what belongs to nothing, be it a document or a result.
    const sweep: Permission = {
      actions: ['s3:DeleteObject'],
      on: [DOCUMENTS, RESULTS].map((prefix) => `${documents}/${prefix}*`),
      because,
    };

    // What was put into the bucket past the API is read by it once, for its size and its hash.
    this.workload('api', [head, encrypt, read(DOCUMENTS), write(DOCUMENTS), read(RESULTS), sweep]);
    this.workload('worker', [head, encrypt, read(DOCUMENTS), write(RESULTS), sweep]);
    this.workload('externalSecrets', [
      { actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], on: secrets.map(({ secretArn }) => secretArn) },
      { actions: ['kms:Decrypt'], on: [key.keyArn] },
    ]);
    this.loadBalancerController();
    this.clusterAutoscaler();
    this.volumes();
    const { pods, controlPlane } = logGroups(settings.name);
    this.workload('logs', [
      {
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        on: [`${this.arn('logs', 'log-group')}:${pods}:*`],
        because: 'A stream for each container, in the one group of the stage',
      },
    ]);
    this.workload('alertmanager', [{ actions: ['sns:Publish'], on: [this.arn('sns', alarmTopic(settings.name))] }]);
    // It shows the logs beside the numbers.
    this.workload('grafana', [
      {
        actions: ['logs:GetLogGroupFields', 'logs:StartQuery'],
        on: [pods, controlPlane].map((group) => `${this.arn('logs', 'log-group')}:${group}:*`),
        because: "The stage's two groups; AWS writes streams behind their names",
      },
      {
        actions: ['logs:DescribeLogGroups', 'logs:GetQueryResults'],
        on: ['*'],
        because: 'AWS has no resources to name for these: a query is known by its id to who began it',
      },
    ]);
    this.pipeline();
  }

  /** A role for a workload, and its pods told to take it. */
  private workload(id: keyof typeof WORKLOADS, permissions: Permission[]): void {
    const { namespace, account } = WORKLOADS[id];
    const role = this.podRole(id);
    this.allow(role, permissions);
    new eks.CfnPodIdentityAssociation(this, `${id}-pods`, {
      clusterName: this.props.cluster.clusterName,
      namespace,
      serviceAccount: account,
      roleArn: role.roleArn,
    });
  }

  /** A role that pods alone can take: EKS hands it to those of the account that it is associated with. */
  private podRole(id: keyof typeof WORKLOADS): iam.Role {
    return new iam.Role(this, id, {
      roleName: `${this.name}-${WORKLOADS[id].account}`,
      assumedBy: new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com')),
    });
  }

  /** It only brings pods to target groups: the rights that its documentation names for that. */
  private loadBalancerController(): void {
    this.workload('loadBalancerController', [
      {
        actions: [
          'ec2:DescribeAvailabilityZones',
          'ec2:DescribeInstances',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcs',
          'elasticloadbalancing:DescribeTargetGroups',
          'elasticloadbalancing:DescribeTargetHealth',
        ],
        on: ['*'],
        because: 'AWS has no resources to name for reading these',
      },
      {
        actions: [
          'elasticloadbalancing:DeregisterTargets',
          'elasticloadbalancing:ModifyTargetGroup',
          'elasticloadbalancing:ModifyTargetGroupAttributes',
          'elasticloadbalancing:RegisterTargets',
        ],
        on: [this.arn('elasticloadbalancing', 'targetgroup', `${this.name}-*`)],
        because: "The stage's target groups; AWS puts something random at the end of their names",
      },
    ]);
  }

  private clusterAutoscaler(): void {
    this.workload('clusterAutoscaler', [
      {
        actions: [
          'autoscaling:DescribeAutoScalingGroups',
          'autoscaling:DescribeAutoScalingInstances',
          'autoscaling:DescribeLaunchConfigurations',
          'autoscaling:DescribeScalingActivities',
          'ec2:DescribeImages',
          'ec2:DescribeInstanceTypes',
          'ec2:DescribeLaunchTemplateVersions',
          'ec2:GetInstanceTypesFromInstanceRequirements',
        ],
        on: ['*'],
        because: 'AWS has no resources to name for reading these',
      },
      {
        actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        on: ['*'],
        // EKS tags the groups that it makes.
        conditions: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${this.name}`]: 'owned' } },
        because: "EKS names the groups; the condition holds it to the cluster's",
      },
      {
        actions: ['eks:DescribeNodegroup'],
        on: [this.arn('eks', 'nodegroup', `${this.name}/*`)],
        because: "The cluster's node groups",
      },
    ]);
  }

  /** The driver that makes and attaches the disks of Prometheus; it does not start without its role. */
  private volumes(): void {
    const policy = 'service-role/AmazonEBSCSIDriverPolicy';
    const role = this.podRole('volumes');
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(policy));
    acknowledge(role, {
      [`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`]: 'The policy that the driver asks for, kept by AWS',
    });
    new eks.CfnAddon(this, 'aws-ebs-csi-driver', {
      clusterName: this.props.cluster.clusterName,
      addonName: 'aws-ebs-csi-driver',
      podIdentityAssociations: [{ serviceAccount: WORKLOADS.volumes.account, roleArn: role.roleArn }],
    });
  }

  /** What a workflow of the stage's environment on GitHub may do. */
  private pipeline(): void {
    const { settings, cluster, distribution } = this.props;
    const role = this.workflowRole('Deploy', 'deploy', settings.name);
    // What a deployment would change is shown before anybody approves it: reading, without the data, which our keys lock.
    const diff = this.workflowRole('Diff', 'diff', `${settings.name}-diff`);
    this.allow(diff, [{ actions: ['sts:AssumeRole'], on: this.bootstrapped('lookup') }]);
    // In the registry's account, which lets the roles of the stages in (stacks/registry.ts).
    const images = IMAGES.map((image) => `arn:aws:ecr:${this.region}:${ACCOUNTS.registry}:repository/${image}`);
    const site = this.arn('s3', siteBucket(settings.name));
    const push = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'];
    this.allow(role, [
      { actions: ['ecr:GetAuthorizationToken'], on: ['*'], because: 'The login is to the registry as a whole' },
      { actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'], on: images },
      // Production takes the digests that staging has tried. It gives them a name, by which the registry keeps them.
      { actions: settings.name === 'prod' ? ['ecr:PutImage'] : push, on: images },
      { actions: ['s3:ListBucket'], on: [site] },
      {
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        on: [`${site}/*`],
        because: 'The viewer, whose files are named by their content',
      },
      {
        actions: ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'],
        on: [this.arn('cloudfront', 'distribution', distribution.distributionId)],
      },
      { actions: ['eks:DescribeCluster'], on: [cluster.clusterArn] },
      {
        actions: ['cloudformation:DescribeStacks'],
        on: [this.arn('cloudformation', 'stack', `${this.name}-*/*`)],
        because: "Outputs of the stage's stacks, whose ARNs AWS ends with something random",
      },
      // Whose turn it is to release, and which commit runs (deploy/turn.sh).
      {
        actions: ['ssm:DeleteParameter', 'ssm:GetParameter', 'ssm:PutParameter'],
        on: ['turn', 'commit'].map((name) => this.arn('ssm', 'parameter', `ode/${settings.name}/${name}`)),
      },
      // `cdk deploy` acts as the roles that `cdk bootstrap` made.
      { actions: ['sts:AssumeRole'], on: ['deploy', 'file-publishing', 'lookup'].flatMap((kind) => this.bootstrapped(kind)) },
    ]);
    new eks.AccessEntry(this, 'DeployEntry', {
      cluster,
      principal: role.roleArn,
      // Charts bring roles and custom resources for the whole cluster.
      accessPolicies: [
        eks.AccessPolicy.fromAccessPolicyName('AmazonEKSClusterAdminPolicy', { accessScopeType: eks.AccessScopeType.CLUSTER }),
      ],
    });
    new CfnOutput(this, 'DeployRole', { value: role.roleArn });
  }

  /** A role for workflows that run in an environment on GitHub. */
  private workflowRole(id: string, suffix: string, environment: string): iam.Role {
    return new iam.Role(this, id, {
      roleName: `${this.name}-${suffix}`,
      description: `Workflows of ${REPOSITORY.owner}/${REPOSITORY.name} in the environment ${environment}`,
      assumedBy: new iam.WebIdentityPrincipal(this.arn('iam', 'oidc-provider', GITHUB), {
        StringEquals: {
          [`${GITHUB}:aud`]: 'sts.amazonaws.com',
          [`${GITHUB}:sub`]: subjects(REPOSITORY, environment),
        },
      }),
    });
  }

  /** The roles of a kind that `cdk bootstrap` made in this account: of the stage's region, and of CloudFront's firewall's. */
  private bootstrapped(kind: string): string[] {
    return [...new Set([this.region, EDGE_REGION])].map((region) =>
      this.arn('iam', 'role', `cdk-hnb659fds-${kind}-role-${this.account}-${region}`),
    );
  }

  private allow(role: iam.Role, permissions: Permission[]): void {
    for (const { actions, on, conditions, because } of permissions) {
      role.addToPolicy(new iam.PolicyStatement({ actions, resources: on, conditions }));
      if (!because) continue;
      // As cdk-nag writes what is known only when it is deployed.
      const findings = on.map((arn) => `AwsSolutions-IAM5[Resource::${arn}]`);
      acknowledge(role, Object.fromEntries(findings.map((finding) => [finding, because])));
    }
  }

  /** An ARN in this account; the names of the global services' have no region, and those of buckets no account. */
  private arn(service: string, resource: string, resourceName?: string): string {
    const region = ['s3', 'iam', 'cloudfront'].includes(service) ? '' : this.region;
    const account = service === 's3' ? '' : this.account;
    return `arn:aws:${service}:${region}:${account}:${resource}${resourceName === undefined ? '' : `/${resourceName}`}`;
  }
}
