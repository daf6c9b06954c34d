// Why a base model does not answer. Google says "not found" of a retired model, a misspelt one, one that is served
// elsewhere and one that is closed to the project alike: our own table of models tells them apart.
import { closest } from '../../../base/spelling';
import { defaultTarget, findTarget, type Target, targets } from '../../../dataset/targets/target';
import { notTunedIn } from '../../models/regions';
import { closedToNew, retirementOfTarget } from '../../models/retirement';
import { answersAt, servingPlaces } from '../../models/servingPlaces';
import { publisherModelIn, replacementIn, unservedModelIn } from './namedInError';

export interface ModelAbsence {
  readonly sentence: string;
  /** True when another region would do. */
  readonly isPlace: boolean;
}

/**
 * @param message Google's own words
 * @param now milliseconds since 1970
 */
export function modelAbsence(message: string, now: number): ModelAbsence {
  const asked = publisherModelIn(message);
  const id = asked?.model ?? unservedModelIn(message);
  if (id === undefined) return model(`Google no longer serves this model. ${successor()}`);
  const target = findTarget(id) ?? findTarget(`${id}-001`);
  const tuning = /base model \S+ is not supported(?: in location ([\w-]+)| (for [\w ]+))?/i.exec(message);
  if (target && !target.retired && tuning) return notTuned(target, tuning[1], tuning[2]);
  if (target === undefined) return unknownModel(id, asked?.location);
  const retirement = retirementOfTarget(target, now);
  if (target.retired || (retirement?.phase === 'over' && !retirement.orLater))
    return model(`${id} was retired${retirement ? ` on ${retirement.date}` : ''}. ${successor(message)}`);
  if (asked !== undefined && !answersAt(target, asked.location))
    return model(
      `${id} isn't served in ${asked.location}. Google serves it at ${listed(servingPlaces(target))} only. Prompt it there.`,
    );
  const closed = closedToNew(target, now);
  if (closed !== undefined)
    return model(
      `Since ${closed.since}, ${id} is closed to projects that hadn't used it in the 90 days before. ${successor(message)}`,
    );
  if (asked === undefined && /no longer available/i.test(message))
    return model(`Google no longer serves ${id} to you. ${successor(message)}`);
  if (asked === undefined) {
    const places = listed(servingPlaces(target));
    const where = places === '' ? '' : ` Google serves it at ${places}.`;
    return {
      sentence: `${id} isn't available there, or your project doesn't have access to it.${where}`,
      isPlace: true,
    };
  }
  return {
    sentence: `${id} isn't available in ${asked.location}, or your project doesn't have access to it. Select another region or model.`,
    isPlace: true,
  };
}

/** A launch that Google refuses for its base model. */
function notTuned(target: Target, location: string | undefined, purpose: string | undefined): ModelAbsence {
  if (target.formats.length === 0)
    return model(`${target.label} can be prompted, but not tuned. ${successor()}`);
  if (purpose !== undefined)
    return model(`Google doesn't tune ${target.label} ${purpose}. Select another model.`);
  if (location === undefined)
    return model(`Google doesn't tune ${target.label} for this project. ${successor()}`);
  const sentence =
    notTunedIn(target, location) ?? `${target.label} can't be tuned in ${location}. Select another region.`;
  return { sentence, isPlace: true };
}

function unknownModel(id: string, location: string | undefined): ModelAbsence {
  const meant = closest(
    id,
    living.filter((one) => versionOf(one) === versionOf(id)),
  );
  if (meant !== undefined) return model(`Model ${id} not found. Did you mean ${meant}?`);
  const retired = retiredFamily(id);
  if (retired !== undefined) return model(`${retired} ${successor()}`);
  if (location === undefined)
    return model(`Google doesn't serve ${id}. It was retired, or its name is misspelled.`);
  return {
    sentence: `${id} isn't available in ${location}, its name is misspelled, or your project doesn't have access to it. Check the name, or select another region.`,
    isPlace: true,
  };
}

/** Why nobody is served a model that the table lacks, for it was gone before: PaLM's, or of a version of which all are retired. */
function retiredFamily(id: string): string | undefined {
  if (/^(gemini-(pro|ultra)|(text|chat|code|codechat)-(bison|unicorn|gecko))\b/.test(id))
    return `${id} was retired.`;
  const version = /^gemini-\d+\.\d+-/.exec(id)?.[0];
  const family = version === undefined ? [] : targets.filter((one) => one.id.startsWith(version));
  if (family.length === 0 || family.some(isLiving)) return undefined;
  const last = family
    .map(({ retires }) => retires?.value ?? '')
    .sort()
    .at(-1);
  return `${id} was retired, like all models of its version${last ? `, the last on ${last}` : ''}.`;
}

function model(sentence: string): ModelAbsence {
  return { sentence, isPlace: false };
}

const living = targets.filter(isLiving).map(({ id }) => id);

function isLiving({ retired }: Target): boolean {
  return !retired;
}

/** Another version is another model, not a slip of the finger. */
function versionOf(id: string): string {
  return id.replace(/\D/g, '');
}

/** The one that Google names, else ours. */
function successor(message = ''): string {
  const id = replacementIn(message) ?? defaultTarget('vertexContents')?.id;
  return id === undefined ? 'Select a newer one.' : `Select a newer one, such as ${id}.`;
}

function listed(places: readonly string[]): string {
  return [places.slice(0, -1).join(', '), places.at(-1)].filter(Boolean).join(' and ');
}
