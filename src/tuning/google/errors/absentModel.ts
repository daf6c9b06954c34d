// Why a base model does not answer. Google says "not found" of a retired model, a misspelt one, one that is served
// elsewhere and one that is closed to the project alike: our own table of models tells them apart.
import * as l10n from '@vscode/l10n';
import { allOf } from '../../../base/numbers';
import { closest } from '../../../base/spelling';
import { defaultTarget, findTarget, type Target, targets } from '../../../dataset/targets/target';
import { notTunedIn } from '../../models/regions';
import { closedToNew, retirementOfTarget } from '../../models/retirement';
import { answersAt, servingPlaces } from '../../models/servingPlaces';
import { isOfGeminiApi, publisherModelIn, replacementIn, unservedModelIn } from './namedInError';

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
  if (id === undefined) return model(l10n.t('Google no longer serves this model. {0}', successor()));
  const target = findTarget(id) ?? findTarget(`${id}-001`);
  const tuning = /base model \S+ is not supported(?: in location ([\w-]+)| (for [\w ]+))?/i.exec(message);
  if (target && !target.retired && tuning) return notTuned(target, tuning[1], tuning[2]);
  if (target === undefined) return unknownModel(id, asked?.location);
  const retirement = retirementOfTarget(target, now, asked?.location);
  const isOnVertexAi = !isOfGeminiApi(message); // whose dates the table has: the Gemini API retires on its own
  if (target.retired || (retirement?.phase === 'over' && !retirement.orLater))
    return model(
      l10n.t(
        '{0} was retired{1}. {2}',
        id,
        retirement && isOnVertexAi ? l10n.t(' on {0}', retirement.date) : '',
        successor(message),
      ),
    );
  if (asked !== undefined && !answersAt(target, asked.location))
    return model(
      l10n.t(
        "{0} isn't served in {1}. Google serves it at {2} only. Prompt it there.",
        id,
        asked.location,
        listed(servingPlaces(target)),
      ),
    );
  const closed = closedToNew(target, now);
  if (closed !== undefined)
    return model(
      l10n.t(
        "Since {0}, {1} is closed to projects that hadn't used it in the 90 days before. {2}",
        closed.since,
        id,
        successor(message),
      ),
    );
  if (asked === undefined && /no longer available/i.test(message))
    return model(l10n.t('Google no longer serves {0} to you. {1}', id, successor(message)));
  if (asked === undefined) {
    const places = listed(servingPlaces(target));
    const where = places === '' ? '' : l10n.t(' Google serves it at {0}.', places);
    return {
      sentence: l10n.t("{0} isn't available there, or your project doesn't have access to it.{1}", id, where),
      isPlace: true,
    };
  }
  return {
    sentence: l10n.t(
      "{0} isn't available in {1}, or your project doesn't have access to it. Select another region or model.",
      id,
      asked.location,
    ),
    isPlace: true,
  };
}

/** A launch that Google refuses for its base model. */
function notTuned(target: Target, location: string | undefined, purpose: string | undefined): ModelAbsence {
  if (target.formats.length === 0)
    return model(l10n.t('{0} can be prompted, but not tuned. {1}', target.label, successor()));
  if (purpose !== undefined)
    return model(l10n.t("Google doesn't tune {0} {1}. Select another model.", target.label, purpose));
  if (location === undefined)
    return model(l10n.t("Google doesn't tune {0} for this project. {1}", target.label, successor()));
  const sentence =
    notTunedIn(target, location) ??
    l10n.t("{0} can't be tuned in {1}. Select another region.", target.label, location);
  return { sentence, isPlace: true };
}

function unknownModel(id: string, location: string | undefined): ModelAbsence {
  const meant = closest(
    id,
    living.filter((one) => versionOf(one) === versionOf(id)),
  );
  if (meant !== undefined) return model(l10n.t('Model {0} not found. Did you mean {1}?', id, meant));
  const retired = retiredFamily(id);
  if (retired !== undefined) return model(`${retired} ${successor()}`);
  if (location === undefined)
    return model(l10n.t("Google doesn't serve {0}. It was retired, or its name is misspelled.", id));
  return {
    sentence: l10n.t(
      "{0} isn't available in {1}, its name is misspelled, or your project doesn't have access to it. Check the name, or select another region.",
      id,
      location,
    ),
    isPlace: true,
  };
}

/** Why nobody is served a model that the table lacks, for it was gone before: PaLM's, or of a version of which all are retired. */
function retiredFamily(id: string): string | undefined {
  if (/^(gemini-(pro|ultra)|(text|chat|code|codechat)-(bison|unicorn|gecko))\b/.test(id))
    return l10n.t('{0} was retired.', id);
  const version = /^gemini-\d+\.\d+-/.exec(id)?.[0];
  const family = version === undefined ? [] : targets.filter((one) => one.id.startsWith(version));
  if (family.length === 0 || family.some(isLiving)) return undefined;
  const last = family
    .map(({ retires }) => retires?.value ?? '')
    .sort()
    .at(-1);
  return l10n.t(
    '{0} was retired, like all models of its version{1}.',
    id,
    last ? l10n.t(', the last on {0}', last) : '',
  );
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
  return id === undefined ? l10n.t('Select a newer one.') : l10n.t('Select a newer one, such as {0}.', id);
}

function listed(places: readonly string[]): string {
  return allOf(places);
}
