import type { TuningJob } from '../../tuning/contract/job';
import { jobLine } from '../../tuning/contract/jobText';
import { mergeJobs, type TuningService } from '../../tuning/contract/service';
import { asData, sentenceOfError, withRoom } from '../answer';
import { serviceInput } from '../services';
import { tool } from '../tool';

const usualLimit = 10;

export const listJobs = tool({
  name: 'list_jobs',
  title: 'List Tuning Jobs',
  description:
    "Lists the user's tuning jobs, the newest first, with state, progress and the name of the tuned model. Asks Google's services and costs nothing.",
  sends: true,
  input: {
    type: 'object',
    properties: {
      service: serviceInput,
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: 50,
        description: `How many jobs of each service. Default: ${usualLimit}.`,
      },
    },
    required: [],
    additionalProperties: false,
  },
  async run({ service: id, limit = usualLimit }, host, signal) {
    const { services } = await host.services();
    const found: TuningJob[] = [];
    const failures: string[] = [];
    for (const service of services.filter((one) => id === undefined || one.id === id)) {
      try {
        found.push(...(await newest(service, limit, signal)));
      } catch (error) {
        failures.push(`Can't list the jobs of ${service.label}: ${sentenceOfError(error)}`);
      }
    }
    const jobs = mergeJobs(found, []);
    const listed = withRoom(jobs.map(jobLine));
    return [
      `Tuning jobs: ${jobs.length}. Each line starts with the name that get_job takes.`,
      ...failures,
      ...(listed.length > 0 ? [asData('jobs, with names that people gave them', listed)] : []),
    ].join('\n');
  },
});

/** No more pages are asked for than are needed. */
async function newest(
  service: TuningService,
  most: number,
  signal: AbortSignal,
): Promise<readonly TuningJob[]> {
  let jobs: readonly TuningJob[] = [];
  for await (const page of service.list({}, signal)) {
    jobs = mergeJobs(jobs, page);
    if (jobs.length >= most) break;
  }
  return jobs.slice(0, most);
}
