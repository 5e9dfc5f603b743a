#!/usr/bin/env bash
# One release to a stage at a time, and never an older one over a newer: the turn is taken when a release begins, which is
# after its approval, and given back when it ends. A workflow that waits for its approval holds nothing up.
#
#   deploy/turn.sh take prod COMMIT RUN      says `go`, or `skip` where a newer commit runs already
#   deploy/turn.sh record prod COMMIT RUN    COMMIT runs now
#   deploy/turn.sh give prod COMMIT RUN
#
# The turn is a parameter of Systems Manager that only one can make; another holds the commit that runs. ANY_COMMIT=true
# takes older ones, too: the way back.
set -euo pipefail

usage='usage: turn.sh take|record|give dev|staging|prod COMMIT RUN'
what=${1:?$usage}
stage=${2:?$usage}
commit=${3:?$usage}
run=${4:?$usage}
turn="/ode/$stage/turn"
runs="/ode/$stage/commit"
aws=${AWS:-aws}
# A release takes two hours at most (deploy.yml); who has had the turn for longer was ended.
stale=${STALE_SECONDS:-9000}
poll=${POLL_SECONDS:-20}

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

# Ends the release, unless AWS refused for this reason.
refused_for() {
  grep --quiet "($1)" "$errors" && return
  echo "turn.sh: $(<"$errors")" >&2
  exit 1
}
# A parameter's value; nothing where there is none.
value() {
  "$aws" ssm get-parameter --name "$1" --query Parameter.Value --output text 2>"$errors" || refused_for ParameterNotFound
}
# Whether the turn could be had.
claim() {
  "$aws" ssm put-parameter --name "$turn" --type String --value "$1" --no-overwrite >/dev/null 2>"$errors" && return
  refused_for ParameterAlreadyExists
  return 1
}

# `RUN SECONDS`: who, since when.
mine="$run $(date +%s)"
case $what in
  take)
    until claim "$mine"; do
      read -r who since <<<"$(value "$turn")" || true
      if [[ $who == "$run" ]]; then break; fi
      if [[ -n ${since:-} ]] && (($(date +%s) - since > stale)); then
        echo "turn.sh: $who had the turn for too long" >&2
        "$aws" ssm delete-parameter --name "$turn" >/dev/null 2>&1 || true
        continue
      fi
      echo "turn.sh: ${who:-somebody} has the turn" >&2
      sleep "$poll"
      mine="$run $(date +%s)"
    done
    now=$(value "$runs")
    # A release that waited may be followed by a commit that its clone has not seen.
    if [[ -n $now ]] && ! git cat-file -e "$now^{commit}" 2>/dev/null; then git fetch --quiet origin >&2 || true; fi
    if [[ ${ANY_COMMIT:-} != true && -n $now && $now != "$commit" ]] && git merge-base --is-ancestor "$commit" "$now" 2>/dev/null; then
      echo skip
    else
      echo go
    fi
    ;;
  record)
    "$aws" ssm put-parameter --name "$runs" --type String --value "$commit" --overwrite >/dev/null
    ;;
  give)
    read -r who _ <<<"$(value "$turn")" || true
    if [[ ${who:-} == "$run" ]]; then "$aws" ssm delete-parameter --name "$turn" >/dev/null; fi
    ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac
