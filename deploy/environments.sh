#!/usr/bin/env bash
# Makes the environments on GitHub that the workflows run in: each takes the branch `main` alone, and `prod` and `release` ask
# REVIEWER first. Before the first push: an environment that is not there GitHub makes by itself, for every branch, and asks nobody.
#
#   deploy/environments.sh OWNER/NAME REVIEWER
#
# gh has to be logged in as an administrator of the repository.
set -euo pipefail

usage='usage: environments.sh OWNER/NAME REVIEWER'
repository=${1:?$usage}
reviewer=$(gh api "users/${2:?$usage}" --jq .id)

for environment in dev staging prod-diff prod release; do
  reviewers='[]'
  if [[ $environment == prod || $environment == release ]]; then reviewers="[{\"type\": \"User\", \"id\": $reviewer}]"; fi
  gh api --method PUT "repos/$repository/environments/$environment" --input - >/dev/null <<JSON
{"reviewers": $reviewers, "deployment_branch_policy": {"protected_branches": false, "custom_branch_policies": true}}
JSON
  branches="repos/$repository/environments/$environment/deployment-branch-policies"
  if ! gh api "$branches" --jq '.branch_policies[].name' | grep --quiet --line-regexp main; then
    gh api --method POST "$branches" --field name=main >/dev/null
  fi
  echo "$environment"
done
