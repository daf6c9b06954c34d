#!/usr/bin/env bash
# Writes the summary of this step into the comment of ours on pull request PULL, or into a new one.
set -euo pipefail
mark='<!-- tunewright -->'
comments="repos/$GITHUB_REPOSITORY/issues/$PULL/comments"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
{ echo "$mark"; head -c 60000 "$GITHUB_STEP_SUMMARY"; } | iconv -c -f utf-8 -t utf-8 >"$body" # GitHub takes 65,536 characters

own=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | sed -n 1p)
if [[ -n $own ]]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$own" --field body=@"$body"
else
  gh api --silent --method POST "$comments" --field body=@"$body"
fi
