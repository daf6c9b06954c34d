// The one place that turns what Google answers into a sentence and a next step: who, where, and what to do.
import * as l10n from '@vscode/l10n';

import { allOf, counted } from '../../../base/numbers';
import type { NextStep } from '../../../base/userError';
import { general } from '../../../dataset/targets/target';
import { modelAbsence } from './absentModel';
import { type ErrorKind, kindOf, tolerableClockError } from './errorKinds';
import type { GoogleStatus } from './googleApiError';
import {
  bucketIn,
  endpointIn,
  isServiceAgent,
  locationInPath,
  mayNotExist,
  memberOf,
  ownSentence,
  permissionsIn,
  principalIn,
  projectIn,
  quotaIn,
  refusedFieldsIn,
  resourceIn,
  tuningJobsQuota,
} from './namedInError';
import { bucketNameTaken, requesterPays, storageNotFound } from './storageFaults';

export interface ErrorExplanation {
  readonly kind: ErrorKind;
  /**
   * Ours: what happened, to what, and what to do. Below it, on a second line, Google's own sentence, unless ours already
   * holds it or Google said none.
   */
  readonly message: string;
  readonly nextSteps: readonly NextStep[];
  /** Lines for a terminal that mend it. Words in capitals are for the user to fill in. */
  readonly gcloud: readonly string[];
}

/** What a status means to a person: the reason first, then the words where Google gives no reason. */
export function explainGoogleStatus(google: GoogleStatus, now = Date.now()): ErrorExplanation {
  const kind = kindOf(google);
  const { sentence, steps = [], gcloud = [] } = explanations[kind](google, now);
  const links = google.helpLinks.filter(isWebLink).map(({ description, url }) => ({
    kind: 'page' as const,
    title: description || l10n.t('Open Help'),
    url,
  }));
  const hasLink = steps.some((step) => step.kind === 'page');
  const own = kind === 'unreachable' ? '' : ownSentence(google.message); // nobody has answered
  const request = google.requestId === undefined ? '' : l10n.t(' (Request {0})', google.requestId);
  const isSaid = own === '' || sentence.includes(own);
  return {
    kind,
    message: `${isSaid ? sentence : l10n.t('{0}\nGoogle says: {1}', sentence, own)}${request}`,
    nextSteps: hasLink ? steps : [...links, ...steps],
    gcloud,
  };
}

const signIn: NextStep = { kind: 'signIn' };
const checkSetup: NextStep = { kind: 'checkSetup' };
const setProject = openSetting('project');
const setRegion = openSetting('region');
const proxySettings = openSetting('proxy');
const showQuotas: NextStep = {
  kind: 'page',
  title: l10n.t('View Quotas'),
  url: 'https://console.cloud.google.com/iam-admin/quotas',
};

/** Nothing but our own sandbox is asked on this machine, and no proxy is in between. */
export function isSandbox(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:|$)/.test(host ?? '');
}

const sandboxStopped: Explained = {
  sentence: l10n.t('The sandbox has stopped.'),
  steps: [{ kind: 'startSandbox' }],
};

interface Explained {
  readonly sentence: string;
  readonly steps?: readonly NextStep[];
  readonly gcloud?: readonly string[];
}

const explanations: Readonly<Record<ErrorKind, (google: GoogleStatus, now: number) => Explained>> = {
  actAsDenied: ({ message }) => {
    const account = /service[_ ]account:? (\S+@[\w.-]*\w)/.exec(message)?.[1];
    return {
      sentence: l10n.t(
        'Your account can\'t act as the service account {0}. Ask for the role "Service Account User" on it.',
        account ?? l10n.t('of this job'),
      ),
      steps: [checkSetup],
      gcloud: [
        `gcloud iam service-accounts add-iam-policy-binding ${account ?? 'SERVICE_ACCOUNT'} --member=user:YOUR_EMAIL --role=roles/iam.serviceAccountUser`,
      ],
    };
  },
  agentsBeingMade: () => ({
    sentence: l10n.t(
      "Google is still creating this project's service agents, which read the files in Cloud Storage. Try again in a few minutes.",
    ),
  }),
  apiDisabled: (google) => {
    const service =
      google.metadata.service ??
      /apis\/api\/([\w.-]+)/.exec(google.message)?.[1] ??
      'aiplatform.googleapis.com';
    const project = projectIn(google);
    const console = `https://console.cloud.google.com/apis/library/${service}${project ? `?project=${project}` : ''}`;
    const enable = google.helpLinks.find(isWebLink)?.url ?? console;
    return {
      sentence: l10n.t(
        "The {0} isn't enabled in {1}. Enable it, wait a minute, and try again.",
        apiName(service),
        named(project),
      ),
      steps: [{ kind: 'page', title: l10n.t('Enable API'), url: enable }, checkSetup],
      gcloud: [`gcloud services enable ${service} --project=${project ?? 'PROJECT'}`],
    };
  },
  apiKeyInvalid: () => ({
    sentence: l10n.t('Invalid API key. Sign in again with a valid key.'),
    steps: [signIn],
  }),
  apiKeyNotEnough: () => ({
    sentence: l10n.t(
      'API keys can only prompt Gemini API base models. To tune models, or to list and prompt tuned models, sign in with a Google Account.',
    ),
    steps: [signIn],
  }),
  billingOff: (google) => {
    const project = projectIn(google);
    const query = project ? `?project=${project}` : '';
    const ofBucket = /^The billing account for the owning project/i.test(google.message); // Cloud Storage
    return {
      sentence: ofBucket
        ? l10n.t(
            "Billing isn't enabled for the project that owns the bucket. Enable it there, or select another bucket.",
          )
        : l10n.t("Billing isn't enabled for {0}. Enable it to tune models.", named(project)),
      steps: [
        {
          kind: 'page',
          title: l10n.t('Enable Billing'),
          url: `https://console.cloud.google.com/billing/enable${query}`,
        },
        checkSetup,
      ],
      gcloud: [`gcloud billing projects link ${project ?? 'PROJECT'} --billing-account=ACCOUNT`],
    };
  },
  bucketNameTaken,
  clockWrong: ({ clockAheadSeconds: ahead }) => ({
    sentence:
      ahead === undefined || Math.abs(ahead) <= tolerableClockError
        ? l10n.t(
            "Google rejected the credentials because your computer's clock is wrong. Set the clock and try again.",
          )
        : clockIsOff(ahead, counted(Math.round(Math.abs(ahead) / 60), 'minute')),
  }),
  countryUnsupported: () => ({
    sentence: l10n.t(
      "Google doesn't offer the Gemini API in the country that this request came from, or not without billing. Use Vertex AI instead.",
    ),
    steps: [checkSetup],
  }),
  endpointNotFound: (google) => ({
    sentence: l10n.t(
      "Endpoint not found{0}. It was deleted, or it's in another location.",
      endpointIn(google) === undefined ? '' : `: ${endpointIn(google)}`,
    ),
  }),
  evaluationOfFiles: () => ({
    sentence: l10n.t(
      "Google doesn't evaluate checkpoints on examples with files, and fails the job for it. Launch it again without the evaluation.",
    ),
  }),
  fieldsRefused: ({ message }) => ({ sentence: refusedSentence(message) }),
  internal: ({ status, message }) => ({
    sentence: /^internal error .*computing reward/i.test(message)
      ? l10n.t(
          "Google couldn't compute the reward. Check that the reward names its model by the full resource name, projects/PROJECT/locations/LOCATION/publishers/google/models/MODEL.",
        )
      : status === 'INTERNAL' || /^internal error/i.test(message)
        ? l10n.t('Google had an internal error. Try again in a few minutes.')
        : l10n.t("Google's service isn't available right now. Try again in a few minutes."),
  }),
  modalityUnsupported: ({ message }) => {
    const modality = /unsupported modality \[([\w ]+)\]/.exec(message)?.[1] ?? l10n.t('such parts');
    return {
      sentence: l10n.t(
        "Google doesn't tune this model on examples with {0}. Remove them from the training file, or select another base model.",
        modality === 'function call' ? l10n.t('function calls') : modality,
      ),
    };
  },
  modelNotEndpoint: () => ({
    sentence: l10n.t(
      'A tuned model is prompted at its endpoint, not by its model name. Use the full name of the endpoint: projects/PROJECT/locations/LOCATION/endpoints/ID.',
    ),
  }),
  modelNotServed: ({ message }, now) => {
    const { sentence, isPlace } = modelAbsence(message, now);
    return { sentence, steps: isPlace ? [setRegion] : [] };
  },
  noPermission: (google) => {
    const endpoint = endpointIn(google);
    if (endpoint !== undefined && mayNotExist(google.message)) {
      return {
        sentence: l10n.t(
          'Your account doesn\'t have permission to prompt {0}, or the endpoint was deleted. If it still exists, ask a project owner to grant the role "Vertex AI User".',
          endpoint,
        ),
        steps: [checkSetup],
        gcloud: [bindProject(google, undefined, roleFor(permissionsIn(google)).name)],
      };
    }
    const tuned = /\btunedModels\/[\w-]*\w/.exec(google.message)?.[0];
    if (tuned !== undefined)
      return {
        sentence: l10n.t(
          "Your account can't use {0}, or it doesn't exist. Ask its owner to share it with you.",
          tuned,
        ),
      };
    return lacksPermission(google);
  },
  noQuotaProject: () => ({
    sentence: l10n.t(
      "This API requires a quota project, but your credentials don't specify one. Set a quota project, or select a project in the settings.",
    ),
    steps: [setProject, checkSetup],
    gcloud: ['gcloud auth application-default set-quota-project PROJECT'],
  }),
  noSuchAddress: ({ message }) => {
    const location = locationInPath(message);
    return {
      sentence:
        location === undefined
          ? l10n.t('Google has nothing at this URL. The region might be misspelled.')
          : /^(us|eu|global)$/.test(location) || general.cloudRegions.value.includes(location)
            ? l10n.t('Google has nothing at this URL in {0}. Check the region.', location)
            : l10n.t(
                'Google has nothing at this URL. "{0}" probably isn\'t a Vertex AI region. Check the region.',
                location,
              ),
      steps: [setRegion],
    };
  },
  noSuchProject: (google) => {
    const project = projectIn(google);
    const isSuspended = google.reason === 'CONSUMER_SUSPENDED' || /has been suspended/i.test(google.message);
    const why = isSuspended
      ? l10n.t('was suspended by Google. Its owner can appeal, or select another project.')
      : project !== undefined && /[^a-z0-9-]/.test(project)
        ? l10n.t('looks like a display name, not an ID. Select the project by its ID.')
        : l10n.t("doesn't exist, or your account doesn't have access to it. Select another project.");
    return {
      sentence: `${project === undefined ? l10n.t('This project') : l10n.t('Project {0}', project)} ${why}`,
      steps: [setProject, checkSetup],
      gcloud: ['gcloud projects list'],
    };
  },
  notSignedIn: () => ({ sentence: l10n.t("You aren't signed in to Google."), steps: [signIn, checkSetup] }),
  overloaded: (google) => ({
    sentence: l10n.t(
      "Google has no capacity left right now{0}. Capacity is shared by all users and isn't your quota. Try again later, or select another location.",
      wait(google),
    ),
  }),
  policyDenied: ({ message }) => {
    const id = /vpcServiceControlsUniqueIdentifier: ([\w-]+)/i.exec(message)?.[1];
    const rule = /constraints\/([\w.]*\w)/.exec(message)?.[1];
    const which = rule === undefined ? '' : `, ${rule},`;
    return {
      sentence: l10n.t(
        'A policy of your organization{0} forbids this. Ask its administrator{1}.',
        which,
        id === undefined ? '' : l10n.t(', and name the identifier {0}', id),
      ),
    };
  },
  proxy: ({ code, message }) => ({
    sentence: message
      ? l10n.t(
          "Untrusted connection ({0}). A proxy might be intercepting it. Add the proxy's certificate to VS Code.",
          message,
        )
      : l10n.t(
          "The response (HTTP {0}) wasn't from the API. Check the region, and check whether a proxy or sign-in page is in the way.",
          code,
        ),
    steps: [proxySettings],
  }),
  quotaExhausted: (google) => ({ sentence: quotaSentence(google), steps: [showQuotas] }),
  quotaProjectDenied: (google) => {
    const project = projectIn(google);
    return {
      sentence: l10n.t(
        'You don\'t have permission to use {0} as the quota project. Ask for the role "Service Usage Consumer", or select another project.',
        named(project),
      ),
      steps: [setProject, checkSetup],
      gcloud: [bindProject(google, undefined, 'roles/serviceusage.serviceUsageConsumer')],
    };
  },
  regionUnsupported: ({ message }) => ({
    sentence: /^tuning is not/i.test(message)
      ? l10n.t(
          "Tuning jobs don't run in {0}. Select a region in which the model is tuned.",
          /(?:region|location) ([\w-]+)/i.exec(message)?.[1] ?? l10n.t('this region'),
        )
      : l10n.t(
          "This region doesn't serve the model, or your project can't use it. Select another region or model.",
        ),
    steps: [setRegion],
  }),
  requesterPays,
  scopeMissing: ({ metadata }) => ({
    sentence: l10n.t(
      'Your sign-in is missing a scope required for tuning. Sign in again and allow all requested access.',
    ),
    steps: [signIn, checkSetup],
    gcloud: [metadata.service === 'generativelanguage.googleapis.com' ? adcLoginForGeminiApi : adcLogin],
  }),
  signInExpired: () => ({
    sentence: l10n.t('Your session has expired. Sign in again.'),
    steps: [signIn, checkSetup],
    gcloud: [adcLogin],
  }),
  storageNotFound,
  unreachable: ({ metadata, message }) =>
    isSandbox(metadata.host)
      ? sandboxStopped
      : {
          sentence: l10n.t(
            'No response from {0} ({1}). Check your network connection and proxy settings.',
            String(metadata.host),
            message,
          ),
          steps: [proxySettings],
        },
  other: (google) => ({
    sentence:
      google.status === 'OAUTH'
        ? l10n.t('Google rejected the sign-in: {0}.', ownSentence(google.message) || String(google.reason))
        : [
            ownSentence(google.message) || l10n.t('Google returned {0}.', String(google.status)),
            ...violations(google),
          ].join(' '),
  }),
};

function clockIsOff(ahead: number, time: string): string {
  return ahead > 0
    ? l10n.t(
        "Google rejected the credentials because your computer's clock is {0} ahead. Set the clock and try again.",
        time,
      )
    : l10n.t(
        "Google rejected the credentials because your computer's clock is {0} behind. Set the clock and try again.",
        time,
      );
}

/** Of a person, a service account or one of Google's own agents: the one that Google names is the one to be helped. */
function lacksPermission(google: GoogleStatus): Explained {
  const { message } = google;
  const principal = principalIn(message);
  const bucket = bucketIn(message) ?? google.metadata.bucket;
  const named = permissionsIn(google);
  const ofKey = named.length === 0 && /\bcryptoKeys\/|\bKMS\b/.test(message);
  const permissions =
    named.length > 0 || !(ofKey || (principal && bucket))
      ? named
      : [ofKey ? 'cloudkms.cryptoKeyVersions.useToEncrypt' : 'storage.objects.get'];
  const role = roleFor(permissions);
  // Buckets are listed and made in a project.
  const ofStorage = permissions.some((one) => /^storage\.(objects|buckets\.(?!list|create))/.test(one));
  const where = ofStorage
    ? bucket === undefined
      ? l10n.t('the bucket')
      : l10n.t('the bucket {0}', bucket)
    : resourceIn(google);
  const rights = permissions.length === 0 ? l10n.t('a permission that this needs') : allOf(permissions);
  const who =
    principal === undefined
      ? /\bservice agents? do/i.test(message)
        ? l10n.t("Google's service agent")
        : l10n.t('Your account')
      : isServiceAgent(principal)
        ? l10n.t("Google's service agent {0}", principal)
        : principal;
  const orAbsent = mayNotExist(message) && ofStorage ? l10n.t(", or {0} doesn't exist", String(where)) : '';
  const ask =
    ofStorage && principal !== undefined
      ? l10n.t('Grant it the role "{0}" on {1}', role.title, String(where))
      : l10n.t('Ask the project\'s owner for the role "{0}"', role.title);
  return {
    sentence: l10n.t(
      '{0} lacks {1}{2}{3}. {4}.',
      who,
      rights,
      where === undefined ? '' : l10n.t(' on {0}', where),
      orAbsent,
      ask,
    ),
    steps: [checkSetup],
    gcloud: [
      ofStorage
        ? `gcloud storage buckets add-iam-policy-binding gs://${bucket ?? 'BUCKET'} --member=${memberOf(principal)} --role=${role.name}`
        : bindProject(google, principal, role.name),
    ],
  };
}

function bindProject(google: GoogleStatus, principal: string | undefined, role: string): string {
  return `gcloud projects add-iam-policy-binding ${projectIn(google) ?? 'PROJECT'} --member=${memberOf(principal)} --role=${role}`;
}

/** Field by field. Of a training file Google says only that its address is none of a JSONL object. */
function refusedSentence(message: string): string {
  const refused = refusedFieldsIn(message);
  if (refused.length === 0) return ownSentence(message);
  return refused
    .map(({ field, says }) =>
      /should be a GCS object of type JSONL/i.test(says)
        ? field === 'validation_dataset_uri'
          ? l10n.t(
              "Google can't use the validation file: it must be a file in Cloud Storage that exists and whose name ends in .jsonl.",
            )
          : l10n.t(
              "Google can't use the training file: it must be a file in Cloud Storage that exists and whose name ends in .jsonl.",
            )
        : `${field}: ${/[.!?]$/.test(says) ? says : `${says}.`}`,
    )
    .join(' ');
}

function quotaSentence(google: GoogleStatus): string {
  const quota = quotaIn(google.message);
  const more = google.quotaViolations.filter((text) => !google.message.includes(text));
  if (quota === tuningJobsQuota) {
    return l10n.t(
      'Another tuning job of this project is still running. The quota of concurrent tuning jobs (1 by default) applies to all regions together. Wait for that job, cancel it, or request more quota.',
    );
  }
  // The end of a job, whose words Google has published nowhere.
  if (quota === undefined && google.code === 0 && google.status === 'RESOURCE_EXHAUSTED')
    return l10n.t(
      'A quota of this project is used up, or Google has no capacity left. Another tuning job might be running, maybe in another region: wait for that job, cancel it, or request more quota.',
    );
  const which = quota === undefined ? l10n.t('The quota') : l10n.t('The quota of {0}', quota);
  return [
    l10n.t('{0} is used up{1}.', which, wait(google)),
    / per base model$/.test(quota ?? '')
      ? l10n.t(
          'Wait, request more quota, or select another location. New projects might have no quota for this model there.',
        )
      : l10n.t('Wait, or request more quota.'),
    ...more,
  ].join(' ');
}

const scopes =
  'https://www.googleapis.com/auth/cloud-platform,https://www.googleapis.com/auth/generative-language.tuning';
/** Google lets gcloud's own client ask for the tuning scope only with a client file of the user's. */
export const adcLogin = 'gcloud auth application-default login';
const adcLoginForGeminiApi = `gcloud auth application-default login --client-id-file=client_secret.json --scopes=${scopes}`;

function openSetting(setting: 'project' | 'region' | 'proxy'): NextStep {
  return { kind: 'setting', setting };
}

/** The least role that has the rights. https://cloud.google.com/iam/docs/understanding-roles */
function roleFor(permissions: readonly string[]): { name: string; title: string } {
  const has = (start: string) => permissions.some((permission) => permission.startsWith(start));
  if (has('storage.buckets.')) return { name: 'roles/storage.admin', title: 'Storage Admin' };
  if (has('storage.objects.create') || has('storage.objects.delete'))
    return { name: 'roles/storage.objectUser', title: 'Storage Object User' };
  if (has('storage.')) return { name: 'roles/storage.objectViewer', title: 'Storage Object Viewer' };
  if (has('cloudkms.'))
    return {
      name: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
      title: 'Cloud KMS CryptoKey Encrypter/Decrypter',
    };
  if (has('resourcemanager.')) return { name: 'roles/browser', title: l10n.t('Browser') };
  if (has('serviceusage.'))
    return { name: 'roles/serviceusage.serviceUsageConsumer', title: 'Service Usage Consumer' };
  return { name: 'roles/aiplatform.user', title: 'Vertex AI User' };
}

const apiNames: Readonly<Record<string, string>> = {
  'aiplatform.googleapis.com': 'Vertex AI API',
  'generativelanguage.googleapis.com': 'Gemini API (Generative Language API)',
  'storage.googleapis.com': 'Cloud Storage API',
  'cloudresourcemanager.googleapis.com': 'Cloud Resource Manager API',
};

function apiName(service: string): string {
  return apiNames[service] ?? `API ${service}`;
}

function named(project: string | undefined): string {
  return project === undefined ? l10n.t('the project of this request') : l10n.t('project {0}', project);
}

function violations(google: GoogleStatus): string[] {
  return google.fieldViolations
    .filter((violation) => !google.message.includes(violation.description))
    .map((violation) => `${violation.field}: ${ownSentence(violation.description)}`);
}

function wait(google: GoogleStatus): string {
  return google.retryAfterSeconds === undefined
    ? ''
    : l10n.t(' (try again in {0} s)', google.retryAfterSeconds);
}

/** Links of a reply are opened in a browser: only the web. */
function isWebLink({ url }: { readonly url: string }): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}
