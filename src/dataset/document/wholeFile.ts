// What a file is as a whole, instead of training data that can be tuned on: told by its start, its encoding, or the format
// that its lines have.
import * as l10n from '@vscode/l10n';

import type { Problem } from '../checking/problem';
import { type Severities, severityOf } from '../checking/rule';
import { type Container, HEAD } from '../files/container';
import { findContainer } from '../files/containers';
import { describeEncoding, shownEncoding, type Utf16 } from '../files/encodings';
import type { DatasetFormat } from '../formats/format';
import { foreignFormat } from '../rules/foreignFormat';
import { notJsonLines } from '../rules/notJsonLines';

/** By VS Code's names. */
const encodings: Readonly<Record<string, Utf16>> = { utf16le: 'utf-16le', utf16be: 'utf-16be' };
/** So many lines at the start tell what a file is. */
export const HEAD_LINES = 500;
/** The examples of longer files are not counted at each keystroke. */
const COUNTED_LINES = 20_000;

export class WholeFile {
  container: Container | undefined;
  /** Kept until the next edit, for the examples are counted. */
  #message: string | undefined;

  /**
   * @param texts its lines; undefined when a format was chosen by hand
   * @returns whether the file became something else than it was
   */
  look(texts: Iterable<string> | undefined): boolean {
    const before = this.container;
    this.container = texts && findContainer(headOf(texts));
    this.edited();
    return this.container !== before;
  }

  edited(): void {
    this.#message = undefined;
  }

  /** At most one, on the first line. */
  problems(
    lines: { readonly length: number; readonly first: string; readonly all: () => readonly string[] },
    file: { readonly encoding: string | undefined; readonly foreign: DatasetFormat | undefined },
    severities: Severities,
  ): Problem[] {
    const { container } = this;
    const { foreign } = file;
    const utf16 = encodings[file.encoding ?? ''];
    if (!container && !foreign && !utf16) return [];
    const rule = utf16 || (container && !container.isJsonLines) ? notJsonLines : foreignFormat;
    const severity = severityOf(rule, severities);
    if (severity === 'off') return [];
    const message = utf16
      ? describeEncoding(shownEncoding(utf16, lines.first))
      : container
        ? this.#describe(container, lines)
        : l10n.t(
            'This looks like {0}, which no service supports for tuning. You can convert it.',
            String(foreign?.label),
          );
    const { id, kind } = rule;
    const range = { start: 0, end: lines.first.trimEnd().length };
    return [{ rule: id, kind, severity, message, line: 0, range }];
  }

  #describe(container: Container, { length, first, all }: Parameters<WholeFile['problems']>[0]): string {
    const isCounted = length < COUNTED_LINES;
    this.#message ??= container.describe(isCounted ? all().join('\n') : first, isCounted);
    return this.#message;
  }
}

/** The first lines, as far as they are looked at to tell what the file is. */
function headOf(texts: Iterable<string>): string {
  const head: string[] = [];
  let length = 0;
  for (const text of texts) {
    head.push(text);
    length += text.length + 1;
    if (length > HEAD || head.length >= HEAD_LINES) break;
  }
  return head.join('\n');
}
