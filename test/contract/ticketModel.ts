import assert from 'node:assert/strict';
import { hasEnded } from '../../src/tuning/contract/job';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { tuningServices } from '../../src/tuning/services/index';
import { tickets } from '../unit/learner/tickets';
import { type RunningSandbox, waitFor } from './sandboxProcess';

/** Support tickets and their queue as a dataset of the Gemini API; another seed makes other tickets. */
export function ticketLines(count: number, seed: number): string {
  return tickets(count, seed)
    .map(({ input, output }) => `${JSON.stringify({ text_input: input, output })}\n`)
    .join('');
}

/** Tunes a model of the sandbox to name the queue of a ticket. @returns names of the base model and of the tuned one */
export async function tuneTickets(sandbox: RunningSandbox): Promise<{ base: string; tuned: string }> {
  const signal = AbortSignal.timeout(240_000);
  const authClient = await credentialsFromFile(sandbox.adc);
  const connection = {
    client: authClient,
    authClient,
    project: 'sandbox',
    region: 'us-central1',
    origin: () => sandbox.url,
  };
  const service = tuningServices(async () => connection).find(({ id }) => id === 'geminiApi');
  assert.ok(service);
  const [model] = await service.baseModels(signal);
  const base = model?.name ?? assert.fail('no base model');
  const spec = {
    service: 'geminiApi',
    baseModel: base,
    displayName: 'Tickets',
    hyperparameters: { epochCount: 5, batchSize: 4, learningRate: 0.001 },
  };
  const dataset = { kind: 'local' as const, name: 'tickets.jsonl', text: ticketLines(300, 1) };
  const prepared = await service.prepare({ spec, id: 'tickets01', dataset, onProgress() {} }, signal);
  const launched = await service.create(prepared, signal);
  const ended = await waitFor(
    () => service.get(launched, signal),
    (job) => hasEnded(job.state),
    200,
  );
  return { base, tuned: ended.tunedModel?.name ?? assert.fail(ended.error) };
}
