import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { writeCredentialFiles } from './auth/credentialFiles';
import { TokenStore } from './auth/tokens';
import { Faults } from './faults/faults';
import { geminiApiHandlers } from './geminiApi/handlers';
import { TunedModels } from './geminiApi/tunedModels';
import { createSandboxServer, type Services } from './http/server';
import { addPublicData } from './publicData';
import { randomSecret } from './state/ids';
import { ResumableUploads } from './storage/resumable';
import { Storage } from './storage/storage';
import { TrainingRuns } from './training/trainingRuns';
import { vertexAiHandlers } from './vertexAi/handlers';
import { Resources } from './vertexAi/resources';
import { TuningJobs } from './vertexAi/tuningJobs';

export interface SandboxOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Folder of all state, absolute. */
  readonly data: string;
  /** Least wall time of a training run, in seconds. */
  readonly pace: number;
  /** A file with fault rules, read again when it changes. */
  readonly faults?: string;
  /** Opens a route, below a secret path, that sets fault rules and tells of calls. */
  readonly admin?: boolean;
}

export interface RunningSandbox {
  readonly url: string;
  /** Path of the ready-made ADC file. */
  readonly adc: string;
  /** Address of the admin route, when it is open. */
  readonly admin?: string;
  /** Stops training and listening. Running jobs go on at the next start. */
  close(): Promise<void>;
}

/** Opens the state in `data`, goes on with jobs that were running there, and listens on 127.0.0.1. */
export async function startSandbox({
  port,
  data,
  pace,
  ...options
}: SandboxOptions): Promise<RunningSandbox> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  let services: Services | undefined;
  const server = createSandboxServer(() => {
    if (!services) throw new Error('A request came before the sandbox was ready.');
    return services;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const files = writeCredentialFiles(data, url);
  const storage = new Storage(path.join(data, 'storage'));
  await addPublicData(storage);
  const faults = new Faults(options.faults);
  const adminPath = options.admin ? `/admin/${randomSecret()}` : undefined;
  const runs = new TrainingRuns(path.join(data, 'training'), pace);
  const tunedModels = new TunedModels(path.join(data, 'tunedModels'), runs, faults);
  const tuningJobs = new TuningJobs(path.join(data, 'tuningJobs'), storage, runs, pace);
  const resources = new Resources(path.join(data, 'operations'), tuningJobs, pace);
  services = {
    handlers: {
      geminiApi: geminiApiHandlers(tunedModels, faults),
      vertexAi: vertexAiHandlers(tuningJobs, resources),
    },
    storage,
    uploads: new ResumableUploads(path.join(data, 'uploads'), storage),
    tokens: new TokenStore(path.join(data, 'tokens')),
    files,
    faults,
    adminPath,
  };
  return {
    url,
    adc: files.adc,
    ...(adminPath === undefined ? {} : { admin: url + adminPath }),
    close: async () => {
      tuningJobs.stop();
      server.closeAllConnections();
      await Promise.all([runs.cancelAll(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}
