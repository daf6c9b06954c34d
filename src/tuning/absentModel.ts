// Why a base model does not answer. Google says "not found" of a retired model, a misspelt one, one that is served
// elsewhere and one that is closed to the project alike: our own table of models tells them apart.
import { closest } from '../dataset/spelling';
import { defaultTarget, findTarget, targets } from '../dataset/targets/target';
import { publisherModelIn, unservedModelIn } from './namedInError';
import { retirementOfTarget } from './retirement';

export interface ModelAbsence {
  readonly sentence: string;
  /** True when another location would do. */
  readonly isPlace: boolean;
}

/**
 * @param message Google's own words
 * @param now milliseconds since 1970
 */
export function modelAbsence(message: string, now: number): ModelAbsence {
  const asked = publisherModelIn(message);
  const id = asked?.model ?? unservedModelIn(message);
  if (id === undefined)
    return { sentence: `Google does not serve this model any more. ${successor()}`, isPlace: false };
  const target = findTarget(id);
  const retirement = target && retirementOfTarget(target, now);
  if (target?.retired || retirement?.phase === 'over') {
    const since = retirement === undefined ? '' : ` on ${retirement.date}`;
    return { sentence: `${id} was retired${since}. ${successor()}`, isPlace: false };
  }
  const meant = target
    ? undefined
    : closest(
        id,
        living.filter((one) => versionOf(one) === versionOf(id)),
      );
  if (meant !== undefined)
    return { sentence: `Google knows no model ${id}. Did you mean ${meant}?`, isPlace: false };
  if (asked === undefined)
    return {
      sentence: `Google does not serve ${id}. It was retired, or its name is misspelt.`,
      isPlace: false,
    };
  return {
    sentence: `${id} is not served in ${asked.location}, or your project may not use it. Choose another region or model.`,
    isPlace: true,
  };
}

const living = targets.filter(({ retired }) => !retired).map(({ id }) => id);

/** Another version is another model, not a slip of the finger. */
function versionOf(id: string): string {
  return id.replace(/\D/g, '');
}

function successor(): string {
  const target = defaultTarget('vertexContents');
  return target === undefined ? 'Choose a newer one.' : `Choose a newer one, such as ${target.id}.`;
}
