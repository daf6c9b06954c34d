#!/usr/bin/env bash
# The first step of action.yml. TUNEWRIGHT is the command; the other variables are the inputs. Exits as `tunewright check` does.
set -uo pipefail
# No program but the one that writes the comment gets the token.
token=${GH_TOKEN-}
unset GH_TOKEN
read -ra tunewright <<<"$TUNEWRIGHT"
mapfile -t files < <(grep -v '^[[:space:]]*$' <<<"$FILES")
target=()
[[ -n $TARGET ]] && target=(--target "$TARGET")

# Prints a file's name as a code span of Markdown, which no backtick or line end in it ends.
code_span() {
  local name=${1//[[:cntrl:]]/�} fence='`' space=''
  [[ $name == *'`'* ]] && space=' '
  while [[ $name == *"$fence"* ]]; do fence+='`'; done
  printf '%s' "$fence$space$name$space$fence"
}

"${tunewright[@]}" check --format github "${target[@]}" -- "${files[@]}"
code=$?

if [[ -n $SARIF ]]; then
  "${tunewright[@]}" check --format sarif "${target[@]}" -- "${files[@]}" >"$SARIF"
fi

compared=''
if [[ -n $BASE ]] && ! git rev-parse --verify --quiet "$BASE^{commit}" >/dev/null; then
  echo "::warning::Nothing was compared: the base isn't a commit or branch that is fetched."
elif [[ -n $BASE ]]; then
  compared=yes
  patterns=('*.jsonl' '*.jsonlines' '*.ndjson' '*.ldjson')
  while IFS= read -r -d '' file; do
    { printf '## %s\n\n' "$(code_span "$file")"; git show "$BASE:$file" | "${tunewright[@]}" diff --format markdown -- - "$file"; } \
      >>"$GITHUB_STEP_SUMMARY" || code=$((code > 0 ? code : 2))
  done < <(git diff --name-only --no-renames --diff-filter=M -z "$BASE" -- "${patterns[@]}")
fi

# Also when nothing differs any longer: a comment of an earlier run says otherwise. A fork's token can't comment, and nothing is
# wrong with the data then.
if [[ -n $PULL && -n $compared ]]; then
  GH_TOKEN=$token "$(dirname "$0")/comment.sh" ||
    echo "::warning::Can't write the comment. The token needs the permission pull-requests: write."
fi
exit "$code"
