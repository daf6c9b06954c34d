import { pathToFileURL } from 'node:url';
import type { Problem, Severity } from '../checking/problem';
import { rules } from '../rules/index';
import type { Report } from './report';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** SARIF 2.1.0, which code hosts read. */
export const sarifReport: Report = {
  async *write(scans) {
    yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{';
    yield `"tool":{"driver":${JSON.stringify(driver())}},"columnKind":"utf16CodeUnits","results":[`;
    let separator = '\n';
    for await (const scan of scans) {
      for await (const problems of scan.problems()) {
        for (const problem of problems) {
          yield separator + JSON.stringify(result(scan.path, problem));
          separator = ',\n';
        }
      }
    }
    yield '\n]}]}\n';
  },
};

function driver(): object {
  return {
    name: 'Tunewright',
    rules: rules.map(({ id, title, description, severity }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: description },
      defaultConfiguration: severity === 'off' ? { enabled: false } : { level: LEVELS[severity] },
    })),
  };
}

function result(path: string, { rule, severity, message, line, range }: Problem): object {
  const region = {
    startLine: line + 1,
    startColumn: range.start + 1,
    endLine: line + 1,
    endColumn: range.end + 1,
  };
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, region } }],
  };
}

/** Relative paths stay relative, so that results match the repository. */
function uriOf(path: string): string {
  if (/^([A-Za-z]:)?[\\/]/.test(path)) return pathToFileURL(path).href;
  return path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
