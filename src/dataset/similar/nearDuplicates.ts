// Examples that are nearly the same, found with MinHash: only pairs that share a band of their signature are compared,
// so that the time grows with the lines and not with the pairs. On demand, for it reads every text.
import * as l10n from '@vscode/l10n';

import type { Problem } from '../checking/problem';
import { type Severities, severityOf } from '../checking/rule';
import type { DatasetDocument } from '../document/datasetDocument';
import { nearDuplicate, nearDuplicateMessage } from '../rules/nearDuplicate';
import { BANDS, bandKey, jaccard, shinglesOf, signatureOf } from './minHash';

/** Of a bucket that half the file falls into, only some are compared. */
const MOST_CANDIDATES = 50;

export interface NearDuplicate {
  readonly line: number;
  /** The line above that it resembles most. */
  readonly other: number;
  /** Shingles in common, of all shingles of both: 1 for equal sets. */
  readonly similarity: number;
}

/** In the order of lines; a line is compared with those above it. Exact duplicates are left to their own rule. */
export function findNearDuplicates(document: DatasetDocument, threshold = 0.8): NearDuplicate[] {
  const buckets = new Map<number, number[]>();
  const shingles = new Map<number, Set<number>>();
  const found: NearDuplicate[] = [];
  for (let line = 0; line < document.lineCount; line++) {
    const example = document.line(line)?.example;
    if (!example) continue;
    const list = shinglesOf(example.outline.fields.map(({ text }) => text).join('\n'));
    if (list.length === 0) continue;
    const own = new Set(list);
    let best: NearDuplicate | undefined;
    for (const other of candidates(buckets, signatureOf(list), line)) {
      const similarity = jaccard(own, shingles.get(other) ?? new Set());
      if (similarity >= threshold && similarity > (best?.similarity ?? 0)) best = { line, other, similarity };
    }
    shingles.set(line, own);
    if (best && !isExact(document, best)) found.push(best);
  }
  return found;
}

/** The same as problems, as they stand until the next edit. */
export function nearDuplicateProblems(document: DatasetDocument, severities: Severities = {}): Problem[] {
  const severity = severityOf(nearDuplicate, severities);
  if (severity === 'off') return [];
  const rangeOf = (line: number) => ({ start: 0, end: document.line(line)?.text.trimEnd().length ?? 0 });
  return findNearDuplicates(document).map(({ line, other, similarity }) => ({
    rule: nearDuplicate.id,
    kind: nearDuplicate.kind,
    severity,
    message: nearDuplicateMessage(other, similarity),
    line,
    range: rangeOf(line),
    related: [{ line: other, range: rangeOf(other), message: l10n.t('The other example') }],
  }));
}

function isExact(document: DatasetDocument, { line, other }: NearDuplicate): boolean {
  const keys = document.line(line)?.reading.keys;
  return keys !== undefined && keys.whole === document.line(other)?.reading.keys?.whole;
}

/** Lines above that share a band; puts the line into the buckets. */
function candidates(buckets: Map<number, number[]>, signature: Uint32Array, line: number): Set<number> {
  const found = new Set<number>();
  for (let band = 0; band < BANDS; band++) {
    const key = bandKey(signature, band);
    const bucket = buckets.get(key);
    if (!bucket) {
      buckets.set(key, [line]);
      continue;
    }
    for (const other of bucket) found.add(other);
    if (bucket.length < MOST_CANDIDATES) bucket.push(line);
  }
  return found;
}
