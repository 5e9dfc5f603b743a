import { Stack, Tags, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks/acknowledge.js';
import { stageName, VPC_CIDR } from '../names.js';
import { ZONES } from '../settings.js';
import type { StageSettings } from '../stages.js';

/**
 * A VPC over three zones. Public subnets hold NAT gateways and nothing else; private ones the nodes and the load balancer;
 * isolated ones the database and the cache, from which no route leads out.
 */
export class NetworkStack extends Stack {
  readonly vpc: ec2.Vpc;

  constructor(scope: Construct, id: string, { settings, ...props }: StackProps & { settings: StageSettings }) {
    super(scope, id, props);
    const name = stageName(settings.name);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      vpcName: name,
      ipAddresses: ec2.IpAddresses.cidr(VPC_CIDR),
      availabilityZones: ZONES,
      natGateways: settings.natGateways,
      // Emptying the default group takes a Lambda function; nothing of ours is in that group.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        // Pods take addresses of the VPC: 58 for each node of a worker group, and more while nodes come and go.
        { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 19 },
        { name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
    });
    // Where the load balancer controller would put balancers of its own: never in public subnets.
    for (const subnet of this.vpc.privateSubnets) Tags.of(subnet).add('kubernetes.io/role/internal-elb', '1');
    for (const subnet of this.vpc.privateSubnets) Tags.of(subnet).add(`kubernetes.io/cluster/${name}`, 'shared');

    // Documents and images do not go through the NAT gateways, which are paid by the gigabyte.
    const privateOnly = { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } };
    this.vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3, subnets: [privateOnly.subnets] });
    const endpoints = new ec2.SecurityGroup(this, 'EndpointCallers', {
      vpc: this.vpc,
      description: 'ECR, called from the private subnets',
      allowAllOutbound: false,
    });
    for (const subnet of this.vpc.privateSubnets)
      endpoints.addIngressRule(ec2.Peer.ipv4(subnet.ipv4CidrBlock), ec2.Port.tcp(443), 'Nodes that fetch images');
    const ecr = { ...privateOnly, securityGroups: [endpoints], open: false };
    this.vpc.addInterfaceEndpoint('EcrApi', { ...ecr, service: ec2.InterfaceVpcEndpointAwsService.ECR });
    this.vpc.addInterfaceEndpoint('EcrImages', { ...ecr, service: ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER });

    this.vpc.addFlowLog('Flows', {
      trafficType: ec2.FlowLogTrafficType.REJECT,
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new logs.LogGroup(this, 'FlowLog', { retention: settings.logDays as logs.RetentionDays }),
        new iam.Role(this, 'FlowLogWriter', { assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com') }),
      ),
    });
    acknowledge(this, { 'CloudFormation-Validate::W3010': 'Three zones, named: node groups and the stages of a failover are by zone' });
  }

  override get availabilityZones(): string[] {
    return ZONES;
  }
}
