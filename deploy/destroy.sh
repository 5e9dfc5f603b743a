#!/usr/bin/env bash
# Takes `dev` away with all that it holds. Other stages keep their data, and are refused.
#
#   deploy/destroy.sh dev
set -euo pipefail

stage=${1:?usage: destroy.sh dev}
[[ $stage == dev ]] || {
  echo "destroy.sh: $stage keeps its data" >&2
  exit 2
}
cd "$(dirname "$0")/.."

# CloudFormation deletes no bucket that holds something, in any version.
for stack in data delivery; do
  buckets=$(aws cloudformation describe-stack-resources --stack-name "ode-$stage-$stack" --output text \
    --query "StackResources[?ResourceType=='AWS::S3::Bucket'].PhysicalResourceId")
  for bucket in $buckets; do
    while objects=$(aws s3api list-object-versions --bucket "$bucket" --max-items 1000 --output json \
      --query '{Objects: [Versions, DeleteMarkers][] | [?@].{Key: Key, VersionId: VersionId}}') &&
      [[ $(jq '.Objects | length' <<<"$objects") -gt 0 ]]; do
      aws s3api delete-objects --bucket "$bucket" --delete "$objects" >/dev/null
    done
  done
done
npm run cdk --workspace infra -- destroy "ode-$stage/*" --force

# The cluster's disks were made by its driver: no stack knows them, and they are paid for.
volumes=$(aws ec2 describe-volumes --filters Name=status,Values=available Name=tag-key,Values=ebs.csi.aws.com/cluster \
  --query 'Volumes[].VolumeId' --output text)
for volume in $volumes; do aws ec2 delete-volume --volume-id "$volume"; done
