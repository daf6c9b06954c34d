#!/usr/bin/env bash
# The second step of action.yml: fails when a figure of an evaluation isn't as it must be. It sends nothing: without --yes, the
# command asks no model for responses that are missing.
set -uo pipefail
read -ra tunewright <<<"$TUNEWRIGHT"
options=()
while IFS= read -r one; do [[ $one =~ [^[:space:]] ]] && options+=(--require "$one"); done <<<"$REQUIRE"
while IFS= read -r one; do [[ $one =~ [^[:space:]] ]] && options+=(--not-worse "$one"); done <<<"$NOT_WORSE"
work=(--resume -- "$RESULTS")
[[ -n $BASELINE ]] && work=(--compare -- "$BASELINE" "$RESULTS")

told=$("${tunewright[@]}" evaluate "${options[@]}" "${work[@]}" 2>&1 >>"$GITHUB_STEP_SUMMARY")
code=$?
if ((code > 0)); then
  while IFS= read -r line; do printf '::error::%s\n' "${line//%/%25}"; done <<<"$told"
fi
exit "$code"
