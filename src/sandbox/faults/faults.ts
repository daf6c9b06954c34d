import { readFileSync, statSync } from 'node:fs';
import type { Conditions } from '../conditions';
import { seededRandom } from '../learner/random';
import { type Fault, type FaultRule, type FaultRules, NO_FAULTS, readFaultRules } from './rules';

/** What rules can ask about a call. */
export interface FaultCall {
  /** `google.cloud.aiplatform.v1.GenAiTuningService.CreateTuningJob`, `storage` or `oauth`. */
  readonly rpc: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Every project that the call names. */
  readonly projects: readonly string[];
}

/** A call that was met by faults, for tests that count what was sent. */
export interface LoggedCall extends FaultCall {
  readonly faults: readonly Fault['kind'][];
}

interface ActiveRule extends FaultRule {
  calls: number;
  random(): number;
}

const MOST_LOGGED = 10_000;

/** The faults that are on: from a file, which is read again when it changes, or set by hand. */
export class Faults implements Conditions {
  private current = activate(NO_FAULTS);
  private readTime = 0;
  private readonly log: LoggedCall[] = [];

  constructor(private readonly file?: string) {}

  get tunableBaseModels(): boolean {
    return this.current.tunableBaseModels;
  }

  get retiredBaseModels(): boolean {
    return this.current.retiredBaseModels;
  }

  get newProjects(): readonly string[] {
    return this.current.newProjects;
  }

  get unreadableBuckets(): readonly string[] {
    return this.current.unreadableBuckets;
  }

  get tuningJobsAtOnce(): number {
    return this.current.tuningJobsAtOnce;
  }

  get calls(): readonly LoggedCall[] {
    return this.log;
  }

  /** @throws Error when the text is no fault rules */
  set(text: string): void {
    this.current = activate(readFaultRules(text));
    this.log.length = 0;
  }

  /** The faults of a call; it counts for every rule that it matches. */
  pick(call: FaultCall): readonly Fault[] {
    this.readFile();
    const faults = this.current.rules.filter((rule) => isMet(rule, call)).map(({ fault }) => fault);
    this.log.push({ ...call, faults: faults.map(({ kind }) => kind) });
    if (this.log.length > MOST_LOGGED) this.log.shift();
    return faults;
  }

  private readFile(): void {
    if (this.file === undefined) return;
    const { mtimeMs = 0 } = statSync(this.file, { throwIfNoEntry: false }) ?? {};
    if (mtimeMs === this.readTime) return;
    this.readTime = mtimeMs;
    try {
      this.current = activate(mtimeMs === 0 ? NO_FAULTS : readFaultRules(readFileSync(this.file, 'utf8')));
    } catch (error) {
      // The rules from before stay: it may be half written.
      console.error(`${this.file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function activate({ rules, ...rest }: FaultRules) {
  const active = rules.map((rule): ActiveRule => ({ ...rule, calls: 0, random: seededRandom(rule.seed) }));
  return { ...rest, rules: active };
}

function isMet(rule: ActiveRule, { rpc, method, path, projects }: FaultCall): boolean {
  const matches =
    (rule.rpc === undefined || rpc === rule.rpc || rpc.endsWith(`.${rule.rpc}`)) &&
    (rule.method === undefined || method === rule.method) &&
    (rule.path === undefined || rule.path.test(path)) &&
    (rule.project === undefined || projects.includes(rule.project));
  if (!matches) return false;
  rule.calls++;
  if (rule.nth && !rule.nth.includes(rule.calls)) return false;
  return rule.probability === undefined || rule.random() < rule.probability;
}
