// docs/security.md lists every request that is sent: what sends one is found in the source, and the table is held to it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import {
  isCallExpression,
  isIdentifier,
  isImportDeclaration,
  isPropertyAccessExpression,
  isStringLiteral,
} from 'typescript/unstable/ast/is';
import { nodesOf, readSource } from './sourceFiles';

/** What can send something, or wait for somebody who does. */
const modules = /^((node:)?(http|https|http2|net|tls|dgram)|gaxios|undici|ws)$/;
const clients = /^(google-auth-library|@google-cloud\/storage)$/;
const calls = /^(fetch|WebSocket|EventSource|XMLHttpRequest|sendBeacon)$/;
const host = /^[a-z]+\.googleapis\.com$/;

/** What every request of a service goes through on its way; its callers are listed. */
const passedThrough: Readonly<Record<string, string>> = {
  'src/tuning/google/rest.ts': 'sends what the services ask for',
  'src/workbench/connection/requestLog.ts': 'notes what passes',
};

/** Without the sandbox, which sends nothing. */
interface Found {
  readonly senders: ReadonlySet<string>;
  /** Files by host. */
  readonly hosts: ReadonlyMap<string, ReadonlySet<string>>;
}

describe('the requests in docs/security.md', function () {
  this.timeout(120_000);
  let found: Found;
  const rows = tableRows('Every request that is sent');

  before(() => {
    found = requestsInSource();
  });

  it('are of every module that can send one', () => {
    assert.ok(found.senders.size >= 6, [...found.senders].join());
    const listed = (file: string) => rows.some(({ sources }) => sources.some((one) => file.startsWith(one)));
    assert.deepEqual(
      [...found.senders].filter((file) => !Object.hasOwn(passedThrough, file) && !listed(file)),
      [],
    );
  });

  it('name every host, in the row of the module that asks it', () => {
    assert.ok(found.hosts.size >= 4, [...found.hosts.keys()].join());
    const wrong = [...found.hosts].flatMap(([host, files]) =>
      [...files]
        .filter(
          (file) =>
            !rows.some(({ to, sources }) => to.includes(host) && sources.some((one) => file.startsWith(one))),
        )
        .map((file) => `${host} in ${file}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('have no row of which nothing is left', () => {
    const files = new Set([...found.senders, ...[...found.hosts.values()].flatMap((one) => [...one])]);
    for (const { to, sources } of rows) {
      const isAlive = sources.some((source) => [...files].some((file) => file.startsWith(source)));
      assert.ok(isAlive || sources.length === 0, `nothing is sent to ${to}`);
      for (const source of sources) assert.ok(existsSync(source), source);
    }
  });
});

function requestsInSource(): Found {
  const senders = new Set<string>();
  const hosts = new Map<string, Set<string>>();
  const add = (host: string, file: string) => hosts.set(host, (hosts.get(host) ?? new Set()).add(file));
  readSource((files) => {
    for (const { file, source } of files) {
      if (file.startsWith('src/sandbox/')) continue;
      for (const node of nodesOf(source)) {
        if (isImportDeclaration(node) && isStringLiteral(node.moduleSpecifier)) {
          const { text } = node.moduleSpecifier;
          const isOfTypes = /^import type\b/.test(node.getText());
          if (!isOfTypes && (modules.test(text) || clients.test(text))) senders.add(file);
        }
        // The services make the host of a place: its name is what they have of it.
        if (file.startsWith('src/tuning/services/') && isStringLiteral(node) && host.test(node.text))
          add(node.text, file);
        if (!isCallExpression(node)) continue;
        const { expression: called } = node;
        const name = isPropertyAccessExpression(called) ? called.name.text : undefined;
        if (name === 'request' || (isIdentifier(called) && calls.test(called.text))) senders.add(file);
        const [given] = node.arguments;
        if (name === 'origin' && given && isStringLiteral(given)) add(given.text, file);
      }
    }
  });
  return { senders, hosts };
}

interface Row {
  readonly to: string;
  /** Files, or folders. */
  readonly sources: readonly string[];
}

function tableRows(title: string): readonly Row[] {
  const section = readFileSync('docs/security.md', 'utf8')
    .split(/^## /m)
    .find((one) => one.startsWith(title));
  assert.ok(section, title);
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && line.includes('`'))
    .map((line) => {
      const [, to = '', , , source = ''] = line.split('|');
      return { to, sources: [...source.matchAll(/`(src\/[^`]*)`/g)].map(([, path]) => path as string) };
    });
}
