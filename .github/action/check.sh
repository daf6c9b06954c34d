#!/usr/bin/env bash
# The first step of action.yml. TUNEWRIGHT is the command; the other variables are the inputs. Exits as `tunewright check` does.
set -uo pipefail
read -ra tunewright <<<"$TUNEWRIGHT"
mapfile -t files < <(grep -v '^[[:space:]]*$' <<<"$FILES")
target=()
[[ -n $TARGET ]] && target=(--target "$TARGET")

"${tunewright[@]}" check --format github "${target[@]}" -- "${files[@]}"
code=$?

if [[ -n $SARIF ]]; then
  "${tunewright[@]}" check --format sarif "${target[@]}" -- "${files[@]}" >"$SARIF"
fi

if [[ -n $BASE ]]; then
  patterns=('*.jsonl' '*.jsonlines' '*.ndjson' '*.ldjson')
  while IFS= read -r -d '' file; do
    { printf '## %s\n\n' "$file"; git show "$BASE:$file" | "${tunewright[@]}" diff --format markdown -- - "$file"; } \
      >>"$GITHUB_STEP_SUMMARY" || code=$((code > 0 ? code : 2))
  done < <(git diff --name-only --no-renames --diff-filter=M -z "$BASE" -- "${patterns[@]}")
fi

# A fork's token can't comment, and nothing is wrong with the data then.
if [[ -n $PULL && -s $GITHUB_STEP_SUMMARY ]]; then
  "$(dirname "$0")/comment.sh" || echo '::warning::The comment could not be written: the token lacks the permission.'
fi
exit "$code"
