import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import { UserError } from '../../base/userError';
import { judgeRequests } from '../judge/judging';
import { Results } from '../results/results';

/** What may be sent beyond the confirmed requests, for those that fail and are sent again. */
const allowance = { share: 0.05, least: 20 };

/** How many requests are sent at most, whatever fails, when so many were confirmed. */
export function mostRequests(confirmed: number): number {
  return confirmed + Math.max(allowance.least, Math.ceil(confirmed * allowance.share));
}

/** How many requests make an evaluation whole when each is answered: what is to be confirmed before they are sent. */
export function requestsLeft(results: Results): number {
  return results.missing + judgeRequests(results);
}

/** As the results were if no batch were waited for: to say what that would ask, before somebody agrees to it. */
export function withoutBatches(results: Results): Results {
  return new Results(results.header, results.rows, results.records());
}

/** Counts requests: each may be billed, also one that fails. */
export class RequestLimit {
  #confirmed = 0;
  #sent = 0;

  /** So many more were confirmed. */
  confirm(requests: number): void {
    this.#confirmed += requests;
  }

  /** @throws UserError when no more may be sent */
  count(): void {
    if (this.#sent >= mostRequests(this.#confirmed)) throw spent(this.#confirmed);
    this.#sent++;
  }
}

function spent(confirmed: number): UserError {
  return new UserError(
    l10n.t(
      'Too many requests failed and were retried, so the evaluation was stopped: {0} were sent where {1} were confirmed. The responses so far are saved. Resume the evaluation to request the rest.',
      grouped(mostRequests(confirmed)),
      grouped(confirmed),
    ),
    'REQUESTS_SPENT',
  );
}
