#!/usr/bin/env bash
# Writes the summary of this step into the comment of ours on pull request PULL, or into a new one. A comment that says what
# differed is brought up to date when nothing does; no new one is made for that.
set -euo pipefail
mark='<!-- tunewright -->'
comments="repos/$GITHUB_REPOSITORY/issues/$PULL/comments"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
{
  echo "$mark"
  if [[ -s $GITHUB_STEP_SUMMARY ]]; then
    # GitHub takes 65,536 characters. A character that is cut is left out, and iconv then ends with 1.
    head -c 60000 "$GITHUB_STEP_SUMMARY" | iconv -c -f utf-8 -t utf-8 || true
  else
    echo 'No dataset differs from the base.'
  fi
} >"$body"

# Anybody can begin a comment with the mark. A token of an app, such as that of the workflow, is no user's, and comments as a bot.
me=$(gh api user --jq .login 2>/dev/null) || me=''
[[ $me =~ ^[A-Za-z0-9_-]+$ ]] || me=''
ours=".user.type == \"Bot\" or (.user.login == \"$me\")"
own=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | select($ours) | .id" | sed -n 1p)
if [[ -n $own ]]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$own" --field body=@"$body"
elif [[ -s $GITHUB_STEP_SUMMARY ]]; then
  gh api --silent --method POST "$comments" --field body=@"$body"
fi
