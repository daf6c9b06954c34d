import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { spokenTurns } from '../example/speakers';
import { writeRole } from './role';

export const absentRole: ExampleRule = {
  id: 'absent-role',
  kind: 'style',
  severity: 'hint',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Turn without a role, which Google reads as the user's"),
  description: l10n.t(
    "Google's own samples omit the role of a function response, which means `user`. An explicit role makes that clear.",
  ),
  check(line, report) {
    for (const path of absentRoles(line))
      report(line.openingOf(path), l10n.t("The turn has no role. Google reads it as the user's."));
  },
  fixOnSave: true,
  fix(problem, { exampleAt }) {
    const line = exampleAt(problem.line);
    const path = line && absentRoles(line).find((each) => line.openingOf(each).start === problem.range.start);
    const user = line?.format.roles?.user;
    return line && path && user ? writeRole(line, problem.line, path, user) : undefined;
  },
};

function absentRoles(line: ExampleLine) {
  if (line.format.roles?.absentMeansUser !== true) return [];
  return spokenTurns(line)
    .filter(({ turn, lacksRole }) => turn.role === undefined && !lacksRole)
    .map(({ turn }) => turn.path);
}
