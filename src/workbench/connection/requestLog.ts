import type { LogOutputChannel } from 'vscode';
import type { Connection } from '../../tuning/contract/connection';

type Client = Connection['client'];

/**
 * Tells the log at level Trace which calls are made, how they end and how long they take: method, host and path, status,
 * milliseconds. Never a query, a header or a body, for they hold prompts, training texts and credentials.
 */
export function logRequests(client: Client, log: LogOutputChannel): Client {
  return {
    async request<Data>(options: Parameters<Client['request']>[0]) {
      const { host, pathname } = new URL(options.url ?? '');
      const call = `${options.method} ${host}${pathname}`;
      const started = Date.now();
      const ended = (how: unknown) => log.trace(`${call}: ${how} after ${Date.now() - started} ms`);
      try {
        const response = await client.request<Data>(options);
        ended(response.status);
        return response;
      } catch (error) {
        ended(failure(error));
        throw error;
      }
    },
  };
}

function failure(error: unknown): unknown {
  if (!(error instanceof Error)) return 'failed';
  return ('status' in error && error.status) || ('code' in error && error.code) || error.name;
}
