import type { Conditions } from '../conditions';
import type { FieldViolation } from '../google/errors';
import { badRequest, CODES, GoogleError, invalidArgument, notFound } from '../google/errors';
import type { TrainingPlan } from '../learner/types';
import { Collection } from '../state/collection';
import { randomId } from '../state/ids';
import { takePage } from '../state/paging';
import type { MeasuredStep, TrainingRuns } from '../training/trainingRuns';
import { getModel, refuseRetired } from './baseModels';
import { checkNames, checkSettings, checkTunedModel } from './checkTunedModel';
import type {
  CreateTunedModelRequest,
  Hyperparameters,
  ListRequest,
  NameRequest,
  Operation,
  Role,
  TunedModel,
  TuningSnapshot,
  UpdateTunedModelRequest,
} from './messages';
import { isSharedWithEveryone, ownedBy, ownRole, type PermissionRecord, requireRole } from './permissions';

/** A tuned model as it is kept; also the name of its training run. */
interface TunedModelRecord {
  readonly id: string;
  readonly createTime: string;
  readonly updateTime: string;
  readonly operation: string;
  readonly state: 'CREATING' | 'ACTIVE' | 'FAILED';
  readonly startTime?: string;
  readonly completeTime?: string;
  readonly totalSteps: number;
  readonly hyperparameters: Hyperparameters;
  /** What the caller may set, without the training data. */
  readonly model: Omit<TunedModel, 'name' | 'state' | 'tuningTask'>;
  readonly error?: { readonly code: number; readonly message: string };
  /** Absent in states of earlier versions and in seeded ones: then everybody is the owner. */
  readonly permissions?: readonly PermissionRecord[];
}

const TYPES = 'type.googleapis.com/google.ai.generativelanguage.v1beta';
const MUTABLE = [
  'displayName',
  'description',
  'temperature',
  'topP',
  'topK',
  'readerProjectNumbers',
] as const;
const DEFAULT_EPOCHS = 5;
/** From tuned_model.proto: batch size 4 or 16, learning rate 0.001 or 0.0002, "based on the number of examples". */
const MANY_EXAMPLES = 1000;

/** The Gemini API's tuned models and the operations that make them. */
export class TunedModels {
  private readonly records: Collection<TunedModelRecord>;

  constructor(
    folder: string,
    private readonly runs: TrainingRuns,
    private readonly conditions: Conditions,
  ) {
    this.records = new Collection<TunedModelRecord>(folder, [
      'state',
      'model',
      'operation',
      'hyperparameters',
    ]);
    for (const record of this.records.list()) if (record.state === 'CREATING') this.train(record.id);
  }

  /** POST tunedModels: the operation, at once; the training goes on in the background. */
  create({ tunedModelId, tunedModel }: CreateTunedModelRequest, email: string): Operation {
    checkTunedModel(tunedModelId, tunedModel, this.conditions);
    const id = tunedModelId || this.newId(tunedModel.displayName);
    if (this.records.get(id)) {
      throw new GoogleError('ALREADY_EXISTS', `Tuned model tunedModels/${id} already exists.`);
    }
    const source = this.findSource(tunedModel, email);
    const examples = readExamples(tunedModel);
    const hyperparameters = withDefaults(tunedModel.tuningTask?.hyperparameters ?? {}, examples.length);
    const { epochCount, batchSize } = hyperparameters;
    const { name: _, state: __, tuningTask: ___, ...settings } = tunedModel;
    const usual = source?.model ?? getModel({ name: settings.baseModel ?? '' }, this.conditions);
    const now = new Date().toISOString();
    this.runs.prepare(id, toPlan(examples, hyperparameters, source && this.runs.modelFile(source.id)));
    this.records.put({
      id,
      createTime: now,
      updateTime: now,
      operation: randomId(),
      state: 'CREATING',
      totalSteps: Math.ceil((examples.length * epochCount) / batchSize),
      hyperparameters,
      model: {
        ...settings,
        ...(source ? { tunedModelSource: sourceOf(source) } : {}),
        ...pickSampling({ ...pickSampling(usual), ...settings }),
      },
      permissions: [ownedBy(email)],
    });
    this.train(id);
    return this.operation(this.find(`tunedModels/${id}`));
  }

  get({ name }: NameRequest, email: string): TunedModel {
    return this.toMessage(this.findFor(name, email, 'READER'));
  }

  list(request: ListRequest, email: string): { tunedModels: TunedModel[]; nextPageToken?: string } {
    const matching = this.records
      .list()
      .filter((record) => matchesFilter(record, request.filter ?? '', email));
    const { items, ...rest } = takePage(matching, request, { usual: 10, most: 1000 });
    return { tunedModels: items.map((record) => this.toMessage(record)), ...rest };
  }

  /** PATCH: the fields of the mask; without one, those that the body has. */
  update({ tunedModel, updateMask }: UpdateTunedModelRequest, email: string): TunedModel {
    const record = this.findFor(tunedModel.name ?? '', email, 'WRITER');
    const violations: FieldViolation[] = [...checkNames(tunedModel), ...checkSettings(tunedModel)];
    if (violations.length > 0) throw badRequest(violations);
    const { name: _, ...body } = tunedModel;
    const paths = updateMask ? updateMask.split(',') : Object.keys(body);
    const model: Record<string, unknown> = { ...record.model };
    for (const path of paths.flatMap((p) => (p === '*' ? [...MUTABLE] : [p]))) {
      const field = MUTABLE.find((candidate) => candidate === path);
      if (!field) throw invalidArgument('update_mask', `Field '${path}' of a tuned model cannot be updated.`);
      if (tunedModel[field] === undefined) delete model[field];
      else model[field] = tunedModel[field];
    }
    this.records.put({ ...record, model, updateTime: new Date().toISOString() });
    return this.toMessage(this.find(`tunedModels/${record.id}`));
  }

  async delete({ name }: NameRequest, email: string): Promise<object> {
    const { id } = this.findFor(name, email, 'OWNER');
    this.records.delete(id);
    await this.runs.remove(id);
    return {};
  }

  getOperation({ name }: NameRequest): Operation {
    const [, id = '', , operation] = name.split('/');
    const record = this.records.get(id);
    if (record?.operation !== operation || !record) throw notFound(`Operation ${name} not found.`);
    return this.operation(record);
  }

  listOperations({ name, ...page }: NameRequest & ListRequest): {
    operations: Operation[];
    nextPageToken?: string;
  } {
    const { items, ...rest } = takePage([this.find(name)], page, { usual: 10, most: 1000 });
    return { operations: items.map((record) => this.operation(record)), ...rest };
  }

  /** A model that can be prompted: its file and what it samples with. @throws GoogleError 404 or, while it trains, 400. */
  activeModel(name: string, email: string) {
    const record = this.findFor(name, email, 'READER');
    const baseModel = record.model.baseModel ?? record.model.tunedModelSource?.baseModel ?? '';
    refuseRetired(baseModel, this.conditions);
    if (record.state !== 'ACTIVE') {
      throw new GoogleError('FAILED_PRECONDITION', `${name} is not ready: its state is ${record.state}.`);
    }
    return { file: this.runs.modelFile(record.id), sampling: pickSampling(record.model), baseModel };
  }

  /** A model's permissions, for a caller with the needed role. @throws GoogleError 403 or 404 */
  permissions(name: string, email: string, needed: Role): readonly PermissionRecord[] {
    return this.findFor(name, email, needed).permissions ?? [ownedBy(email)];
  }

  setPermissions(name: string, permissions: readonly PermissionRecord[]): void {
    this.records.put({ ...this.find(name), permissions });
  }

  private train(id: string): void {
    const change = (changes: Partial<TunedModelRecord>) => {
      const record = this.records.get(id);
      const now = new Date().toISOString();
      if (record) this.records.put({ ...record, updateTime: now, ...changes });
    };
    this.runs.start(id, {
      onStart: () => change({ startTime: this.records.get(id)?.startTime ?? new Date().toISOString() }),
      onDone: () => change({ state: 'ACTIVE', completeTime: new Date().toISOString() }),
      onError: ({ message }) => {
        const error = { code: CODES.INTERNAL.code, message };
        change({ state: 'FAILED', completeTime: new Date().toISOString(), error });
      },
    });
  }

  private find(name: string): TunedModelRecord {
    const record = this.records.get(name.slice('tunedModels/'.length));
    if (record) return record;
    throw notFound(`Tuned model ${name} does not exist.`);
  }

  private findFor(name: string, email: string, needed: Role): TunedModelRecord {
    const record = this.find(name);
    if (record.permissions) requireRole(record.permissions, email, needed, name);
    return record;
  }

  private findSource({ tunedModelSource }: TunedModel, email: string): TunedModelRecord | undefined {
    if (!tunedModelSource?.tunedModel) return undefined;
    const source = this.findFor(tunedModelSource.tunedModel, email, 'READER');
    if (source.state === 'ACTIVE') return source;
    throw new GoogleError('FAILED_PRECONDITION', `${tunedModelSource.tunedModel} is not ACTIVE.`);
  }

  /** As the service makes them: the display name and a random end. */
  private newId(displayName = ''): string {
    const words = displayName
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+/, '');
    const stem = (words || 'model').slice(0, 27).replace(/-+$/, '');
    return `${stem}-${randomId()}`;
  }

  private toMessage(record: TunedModelRecord): TunedModel {
    const { id, model, state, createTime, updateTime, startTime, completeTime, hyperparameters } = record;
    return {
      name: `tunedModels/${id}`,
      ...model,
      state,
      createTime,
      updateTime,
      tuningTask: {
        ...(startTime ? { startTime } : {}),
        ...(completeTime ? { completeTime } : {}),
        snapshots: this.runs.steps(id).map(toSnapshot),
        hyperparameters,
      },
    };
  }

  private operation(record: TunedModelRecord): Operation {
    const { id, operation, totalSteps, state, error } = record;
    const snapshots = this.runs.steps(id).map(toSnapshot);
    const completedSteps = snapshots.at(-1)?.step ?? 0;
    const progress = { completedSteps, completedPercent: (100 * completedSteps) / totalSteps, snapshots };
    return {
      name: `tunedModels/${id}/operations/${operation}`,
      metadata: {
        '@type': `${TYPES}.CreateTunedModelMetadata`,
        totalSteps,
        tunedModel: `tunedModels/${id}`,
        ...(completedSteps > 0 ? progress : {}),
      },
      ...(state === 'CREATING' ? {} : { done: true }),
      ...(state === 'ACTIVE'
        ? { response: { '@type': `${TYPES}.TunedModel`, ...this.toMessage(record) } }
        : {}),
      ...(state === 'FAILED' && error ? { error } : {}),
    };
  }
}

function sourceOf({ id, model }: TunedModelRecord): NonNullable<TunedModel['tunedModelSource']> {
  const baseModel = model.baseModel ?? model.tunedModelSource?.baseModel;
  return { tunedModel: `tunedModels/${id}`, ...(baseModel ? { baseModel } : {}) };
}

function pickSampling({ temperature, topP, topK }: Pick<TunedModel, 'temperature' | 'topP' | 'topK'>) {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
  };
}

function readExamples({ tuningTask }: TunedModel): TrainingPlan['examples'] {
  const examples = tuningTask?.trainingData?.examples?.examples ?? [];
  return examples.map(({ textInput = '', output = '' }) => ({ input: textInput, output }));
}

function withDefaults(given: Hyperparameters, examples: number) {
  const many = examples >= MANY_EXAMPLES;
  return {
    ...given,
    epochCount: given.epochCount ?? DEFAULT_EPOCHS,
    batchSize: given.batchSize ?? (many ? 16 : 4),
    ...(given.learningRateMultiplier === undefined
      ? { learningRate: given.learningRate ?? (many ? 0.0002 : 0.001) }
      : {}),
  };
}

function toPlan(
  examples: TrainingPlan['examples'],
  { epochCount, batchSize, learningRate = 0.001, learningRateMultiplier }: ReturnType<typeof withDefaults>,
  startFrom: string | undefined,
): TrainingPlan {
  // The same data and settings give the same model, however often it is tried.
  return {
    examples,
    epochs: epochCount,
    batchSize,
    learningRate,
    learningRateMultiplier,
    seed: 1,
    startFrom,
  };
}

function toSnapshot({ step, epoch, meanLoss, time }: MeasuredStep): TuningSnapshot {
  return { step, epoch, meanLoss, computeTime: time };
}

/** Which role each operator asks for; none asks for the models that are not shared with everyone. */
const OPERATORS: Readonly<Record<string, Role | 'EVERYONE'>> = {
  'owner:me': 'OWNER',
  'writers:me': 'WRITER',
  'readers:me': 'READER',
  'readers:everyone': 'EVERYONE',
};

/**
 * `ListTunedModelsRequest.filter`: operators, and words that a name or description must hold. "By default, results will
 * not include tuned models shared with everyone."
 */
function matchesFilter(
  { id, model, permissions = [] }: TunedModelRecord,
  filter: string,
  email: string,
): boolean {
  const own = permissions.length === 0 ? 'OWNER' : ownRole(permissions, email);
  const everyone = isSharedWithEveryone(permissions);
  const text = `${id} ${model.displayName ?? ''} ${model.description ?? ''}`.toLowerCase();
  const terms = filter.split(/\s+/).filter((term) => term !== '');
  const operators = terms.flatMap((term) => OPERATORS[term] ?? []);
  const asked =
    operators.length === 0
      ? own !== undefined && !everyone
      : operators.every((operator) => (operator === 'EVERYONE' ? everyone : own === operator));
  return asked && terms.every((term) => term in OPERATORS || text.includes(term.toLowerCase()));
}
