import { command, positive } from '../command';
import { connectionOptions, whereOf } from '../connection/where';
import { runTool } from '../files/runTool';

/** `tunewright jobs`: the tuning jobs of the services. */
export const jobs = command({
  name: 'jobs',
  summary: 'Lists tuning jobs, the newest first.',
  usage: ['[--service SERVICE] [--limit N] [--json] [options]'],
  details: 'Each job starts with the name that wait and cancel take.',
  options: {
    service: {
      type: 'string',
      value: 'SERVICE',
      help: 'List only the jobs of this service: geminiApi or vertexAi',
    },
    limit: { type: 'string', value: 'N', help: 'List up to N jobs of each service (default: 20)' },
    json: { type: 'boolean', help: 'Report as JSON' },
    ...connectionOptions,
  },
  run: ({ values }) => {
    const { service, limit, json = false } = values;
    const most = limit === undefined ? 20 : positive('--limit', limit);
    const where = whereOf(values);
    return runTool(async () => (await import('./jobCommands')).list({ service, most, json, where }));
  },
});
