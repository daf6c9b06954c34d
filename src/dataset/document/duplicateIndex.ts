// Which examples of a document are equal, and which give different answers to the same input; kept up to
// date line by line. A key that occurs once costs one map entry, a group only where there are two.
import { contradict, isRanking } from '../example/exampleKeys';
import { KeyTable } from './keyTable';
import type { LineRecord, LineStore } from './lineStore';

interface DuplicateGroup {
  readonly key: number;
  readonly members: Set<LineRecord>;
  /** The topmost member: the one that is not reported. */
  first: LineRecord | undefined;
}

interface ConflictGroup {
  readonly key: number;
  readonly members: Set<LineRecord>;
  /** How many members give each answer. */
  readonly outputs: Map<number, number>;
  isConflict: boolean;
}

export class Groups {
  readonly #duplicates = new KeyTable<LineRecord | DuplicateGroup>();
  readonly #inputs = new KeyTable<LineRecord | ConflictGroup>();
  /** Groups whose status must be looked at again, with the members that came since. */
  readonly #changedDuplicates = new Map<DuplicateGroup, LineRecord[]>();
  readonly #changedConflicts = new Set<ConflictGroup>();

  constructor(
    private readonly store: LineStore,
    /** Called for each record whose duplicate or conflict may have come or gone. */
    private readonly recount: (record: LineRecord) => void,
  ) {}

  add(record: LineRecord): void {
    const { keys } = record.reading;
    if (!keys) return;
    this.#addDuplicate(keys.whole, record);
    if (keys.input !== undefined) this.#addInput(keys.input, record);
  }

  remove(record: LineRecord): void {
    const { keys } = record.reading;
    if (!keys) return;
    const same = this.#duplicates.get(keys.whole);
    if (same === record) this.#duplicates.delete(keys.whole);
    else if (same && 'members' in same) {
      same.members.delete(record);
      if (same.first === record) same.first = undefined;
      this.#changedDuplicates.set(same, this.#changedDuplicates.get(same) ?? []);
    }
    if (keys.input === undefined) return;
    const asked = this.#inputs.get(keys.input);
    if (asked === record) this.#inputs.delete(keys.input);
    else if (asked && 'members' in asked && asked.members.delete(record)) {
      countOutput(asked, record, -1);
      this.#changedConflicts.add(asked);
    }
  }

  /** Looks again at the groups that changed. Call when the store holds all lines of the edit. */
  settle(): void {
    for (const [group, added] of this.#changedDuplicates) this.#settleDuplicates(group, added);
    this.#changedDuplicates.clear();
    for (const group of this.#changedConflicts) {
      const isConflict = group.outputs.size > 1;
      // Of ranked pairs only some members may contradict each other.
      if (isConflict !== group.isConflict || [...group.outputs.keys()].some(isRanking)) {
        group.isConflict = isConflict;
        for (const member of group.members) this.recount(member);
      }
      if (group.members.size === 0 && this.#inputs.get(group.key) === group) this.#inputs.delete(group.key);
    }
    this.#changedConflicts.clear();
  }

  hasInput(key: number): boolean {
    return this.#inputs.get(key) !== undefined;
  }

  *withInput(key: number): Generator<LineRecord> {
    const asked = this.#inputs.get(key);
    if (asked && 'members' in asked) yield* asked.members;
    else if (asked) yield asked;
  }

  /** The first of the lines that are equal to this one; undefined when this one is it. */
  duplicateOf(record: LineRecord): LineRecord | undefined {
    const group = record.reading.keys && this.#duplicates.get(record.reading.keys.whole);
    if (!group || !('members' in group) || group.members.size < 2 || group.first === record) return undefined;
    return group.first;
  }

  /** A line with the same input and another output; undefined when there is none. */
  conflictOf(record: LineRecord): LineRecord | undefined {
    const { input, output } = record.reading.keys ?? {};
    const group = input === undefined ? undefined : this.#inputs.get(input);
    if (output === undefined || !group || !('members' in group) || !group.isConflict) return undefined;
    for (const member of group.members)
      if (contradict(member.reading.keys?.output ?? output, output)) return member;
    return undefined;
  }

  isInConflict(record: LineRecord): boolean {
    const { input, output } = record.reading.keys ?? {};
    const group = input === undefined ? undefined : this.#inputs.get(input);
    if (output === undefined || !group || !('members' in group) || !group.isConflict) return false;
    return group.members.has(record) && (!isRanking(output) || group.outputs.has(-output));
  }

  #addDuplicate(key: number, record: LineRecord): void {
    const same = this.#duplicates.get(key);
    if (!same) {
      this.#duplicates.set(key, record);
      return;
    }
    const isGroup = 'members' in same;
    const group = isGroup ? same : { key, members: new Set([same]), first: same };
    if (!isGroup) this.#duplicates.set(key, group);
    group.members.add(record);
    const added = this.#changedDuplicates.get(group);
    if (added) added.push(record);
    else this.#changedDuplicates.set(group, [record]);
  }

  #addInput(key: number, record: LineRecord): void {
    const same = this.#inputs.get(key);
    if (!same) {
      this.#inputs.set(key, record);
      return;
    }
    let group: ConflictGroup;
    if ('members' in same) group = same;
    else {
      group = { key, members: new Set([same]), outputs: new Map(), isConflict: false };
      countOutput(group, same, 1);
      this.#inputs.set(key, group);
    }
    group.members.add(record);
    countOutput(group, record, 1);
    this.#changedConflicts.add(group);
    this.recount(record);
  }

  #settleDuplicates(group: DuplicateGroup, added: readonly LineRecord[]): void {
    const before = group.first;
    const candidates = before ? [before, ...added] : group.members;
    let first: LineRecord | undefined;
    let firstLine = Number.POSITIVE_INFINITY;
    for (const candidate of candidates) {
      const line = group.members.has(candidate) ? this.store.lineOf(candidate) : -1;
      if (line >= 0 && line < firstLine) {
        first = candidate;
        firstLine = line;
      }
    }
    group.first = first;
    if (before) this.recount(before);
    if (first) this.recount(first);
    for (const record of added) this.recount(record);
    if (!before) for (const member of group.members) this.recount(member);
    if (group.members.size === 0 && this.#duplicates.get(group.key) === group)
      this.#duplicates.delete(group.key);
  }
}

function countOutput(group: ConflictGroup, record: LineRecord, change: 1 | -1): void {
  const output = record.reading.keys?.output ?? 0;
  const count = (group.outputs.get(output) ?? 0) + change;
  if (count > 0) group.outputs.set(output, count);
  else group.outputs.delete(output);
}
