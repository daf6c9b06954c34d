// XML, YAML, and Git's placeholders: there is nothing to convert, so they are only named.
import * as l10n from '@vscode/l10n';
import type { Container } from './container';

export const xml: Container = {
  id: 'xml',
  isJsonLines: false,
  holds: (head) => /^\s*<(?:\?xml|!DOCTYPE)\s/i.test(head) || isElement(head),
  describe: () => sentence(l10n.t('XML or HTML')),
  lines: () => undefined,
};

/** Not a chat template, such as `<s>[INST]`. */
function isElement(head: string): boolean {
  const name = /^\s*<([A-Za-z][\w:.-]*)(?:\s[^<>]*)?>\s*</.exec(head.slice(0, 4000))?.[1];
  return name !== undefined;
}

export const yaml: Container = {
  id: 'yaml',
  isJsonLines: false,
  holds(head) {
    const lines = head.slice(0, 4000).split('\n').slice(0, -1);
    const written = lines.filter((line) => !/^\s*(?:#.*)?\r?$/.test(line));
    const keys = written.filter((line) => yamlKey.test(line));
    return keys.length > 1 && written.every((line) => yamlKey.test(line) || yamlOther.test(line));
  },
  describe: () => sentence('YAML'),
  lines: () => undefined,
};

const yamlKey = /^\s*(?:- +)*(?:[A-Za-z_][\w.-]{0,60}|"[^"\n]{0,60}"):(?:\s|$)/;
/** What stands between keys: marks, items of lists, lines of a text or list that goes on. */
const yamlOther = /^(?:---|\.\.\.|%YAML|\s*-(?:\s|$)|\s+\S)/;

/** What Git has in place of a large file until it is fetched. */
export const gitLfs: Container = {
  id: 'gitLfs',
  isJsonLines: false,
  holds: (head) => head.startsWith('version https://git-lfs.github.com/spec/'),
  describe: () =>
    l10n.t('The file is a Git LFS pointer: its content isn\'t here yet. Fetch it with "git lfs pull".'),
  lines: () => undefined,
};

function sentence(what: string): string {
  return l10n.t(
    'The file looks like {0}, not JSON Lines. Write each example as a JSON object on its own line.',
    what,
  );
}
