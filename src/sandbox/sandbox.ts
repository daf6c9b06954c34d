import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { writeCredentialFiles } from './auth/credentialFiles';
import { TokenStore } from './auth/tokens';
import { Faults } from './faults/faults';
import { geminiApiHandlers } from './geminiApi/handlers';
import { TunedModels } from './geminiApi/tunedModels';
import { createSandboxServer, type Services, type TlsFiles } from './http/server';
import { addPublicData } from './publicData';
import { resourceManagerHandlers } from './resourceManager';
import { randomSecret } from './state/ids';
import { ResumableUploads } from './storage/resumable';
import { Storage } from './storage/storage';
import { TrainingRuns } from './training/trainingRuns';
import { BatchPredictions } from './vertexAi/batch/batchPredictions';
import { vertexAiHandlers } from './vertexAi/handlers';
import { Resources } from './vertexAi/resources';
import { TuningJobs } from './vertexAi/training/tuningJobs';

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
  /** Also listens with TLS, for clients that ask for Google's own hosts. */
  readonly tls?: TlsFiles;
}

export interface RunningSandbox {
  readonly url: string;
  /** Path of the ready-made ADC file. */
  readonly adc: string;
  /** Address of the admin route, when it is open. */
  readonly admin?: string;
  /** Port of the TLS listener, when there is one. */
  readonly tlsPort?: number;
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
  const readServices = () => {
    if (!services) throw new Error('Request received before the sandbox was ready.');
    return services;
  };
  const server = createSandboxServer(readServices);
  const url = `http://127.0.0.1:${await listen(server, port)}`;
  const tlsServer = options.tls && createSandboxServer(readServices, options.tls);
  const tlsPort = tlsServer && (await listen(tlsServer, 0));

  const files = writeCredentialFiles(data, url);
  const storage = new Storage(path.join(data, 'storage'));
  await addPublicData(storage);
  const faults = new Faults(options.faults);
  const adminPath = options.admin ? `/admin/${randomSecret()}` : undefined;
  const runs = new TrainingRuns(path.join(data, 'training'), pace);
  const tunedModels = new TunedModels(path.join(data, 'tunedModels'), runs, faults);
  const tuningJobs = new TuningJobs(path.join(data, 'tuningJobs'), storage, runs, pace, faults);
  const resources = new Resources(path.join(data, 'operations'), tuningJobs, pace);
  const batches = new BatchPredictions(path.join(data, 'batches'), storage, tuningJobs, pace);
  services = {
    handlers: {
      geminiApi: geminiApiHandlers(tunedModels, faults),
      vertexAi: vertexAiHandlers(tuningJobs, resources, batches),
      resourceManager: resourceManagerHandlers(),
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
    ...(tlsPort === undefined ? {} : { tlsPort }),
    close: async () => {
      tuningJobs.stop();
      batches.stop();
      const closed = [server, ...(tlsServer ? [tlsServer] : [])].map((one) => {
        one.closeAllConnections();
        return new Promise((resolve) => one.close(resolve));
      });
      await Promise.all([runs.cancelAll(), ...closed]);
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
