// The one place that turns what Google answers into a sentence and a next step.
import type { GoogleStatus } from './googleApiError';
import type { NextStep } from './userError';

/** What went wrong, for code that must tell cases apart. */
export type ErrorKind =
  | 'apiDisabled'
  | 'apiKeyInvalid'
  | 'apiKeyNotEnough'
  | 'billingOff'
  | 'clockWrong'
  | 'modelRetired'
  | 'noPermission'
  | 'noQuotaProject'
  | 'noSuchProject'
  | 'notSignedIn'
  | 'proxy'
  | 'quotaExhausted'
  | 'quotaProjectDenied'
  | 'regionUnsupported'
  | 'scopeMissing'
  | 'signInExpired'
  | 'unreachable'
  | 'other';

export interface ErrorExplanation {
  readonly kind: ErrorKind;
  readonly sentence: string;
  readonly nextSteps: readonly NextStep[];
  /** Lines for a terminal that mend it. */
  readonly gcloud: readonly string[];
}

/** What a status means to a person: the reason first, then the words where Google gives no reason. */
export function explainGoogleStatus(google: GoogleStatus): ErrorExplanation {
  const kind = kindOf(google);
  const { sentence, steps = [], gcloud = [] } = explanations[kind](google);
  const links = google.helpLinks.filter(isWebLink).map(({ description, url }) => ({
    title: description || 'Open Help',
    run: { url },
  }));
  const hasLink = steps.some((step) => 'url' in step.run);
  return {
    kind,
    sentence: google.requestId ? `${sentence} (Request ${google.requestId})` : sentence,
    nextSteps: hasLink ? steps : [...links, ...steps],
    gcloud,
  };
}

/** google/api/error_reason.proto and RFC 6749, 5.2. */
const kindOfReason = new Map<string, ErrorKind>(
  Object.entries({
    SERVICE_DISABLED: 'apiDisabled',
    BILLING_DISABLED: 'billingOff',
    API_KEY_INVALID: 'apiKeyInvalid',
    API_KEY_SERVICE_BLOCKED: 'apiKeyNotEnough',
    USER_PROJECT_DENIED: 'quotaProjectDenied',
    CONSUMER_INVALID: 'noSuchProject',
    CONSUMER_SUSPENDED: 'noSuchProject',
    IAM_PERMISSION_DENIED: 'noPermission',
    ACCESS_TOKEN_EXPIRED: 'signInExpired',
    ACCESS_TOKEN_SCOPE_INSUFFICIENT: 'scopeMissing',
    CREDENTIALS_MISSING: 'notSignedIn',
    RATE_LIMIT_EXCEEDED: 'quotaExhausted',
    RESOURCE_QUOTA_EXCEEDED: 'quotaExhausted',
    LOCATION_POLICY_VIOLATED: 'regionUnsupported',
    invalid_grant: 'signInExpired',
    invalid_rapt: 'signInExpired',
    invalid_client: 'signInExpired',
    invalid_scope: 'scopeMissing',
  } as const),
);

const kindOfStatus = new Map<string, ErrorKind>(
  Object.entries({
    UNAUTHENTICATED: 'signInExpired',
    RESOURCE_EXHAUSTED: 'quotaExhausted',
    UNREACHABLE: 'unreachable',
    NOT_GOOGLE: 'proxy',
    accountDisabled: 'billingOff', // Cloud Storage
    rateLimitExceeded: 'quotaExhausted',
  } as const),
);

/** Words of Google's, for the cases in which it gives no reason, or one that says less. The first that suits counts. */
const kindOfWords: readonly (readonly [RegExp, ErrorKind])[] = [
  [/requires a quota project/i, 'noQuotaProject'],
  [/API keys are not supported by this API/i, 'apiKeyNotEnough'],
  [/Invalid JWT: Token must be .*timeframe/i, 'clockWrong'],
  [/CERT_(NOT_YET_VALID|HAS_EXPIRED)/, 'clockWrong'],
  [/SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)/, 'proxy'],
  [/requires billing to be enabled|billing account .* (disabled|absent)/i, 'billingOff'],
  [/insufficient authentication scopes/i, 'scopeMissing'],
  [/User location is not supported/i, 'regionUnsupported'],
  [/not (supported|available|served) in (the )?(region|location)/i, 'regionUnsupported'],
  [/Publisher Model .* not found/i, 'regionUnsupported'],
  [/no longer (available|supported)|has been (retired|discontinued|shut ?down)/i, 'modelRetired'],
  [/models\/\S+ is not found for API version/i, 'modelRetired'],
  [/has not been used in project .* before or it is disabled/i, 'apiDisabled'],
  [/Permission '?[\w.]+'? denied|does not have [\w.]+ access/i, 'noPermission'],
  [/project .* (not found or deleted|has been deleted|does not exist)/i, 'noSuchProject'],
];

/** Seconds; Google refuses tokens that are off by more. */
const tolerableClockError = 300;

function kindOf(google: GoogleStatus): ErrorKind {
  const ofWords = kindOfWords.find(([words]) => words.test(google.message))?.[1];
  const kind =
    ofWords ?? kindOfReason.get(google.reason ?? '') ?? kindOfStatus.get(google.status) ?? ('other' as const);
  const tokenRefused = kind === 'signInExpired' || kind === 'notSignedIn';
  return tokenRefused && Math.abs(google.clockAheadSeconds ?? 0) > tolerableClockError ? 'clockWrong' : kind;
}

const signIn: NextStep = { title: 'Sign In to Google', run: { command: 'tunewright.connectGoogle' } };
const checkSetup: NextStep = { title: 'Check Setup', run: { command: 'tunewright.checkSetup' } };

interface Explained {
  readonly sentence: string;
  readonly steps?: readonly NextStep[];
  readonly gcloud?: readonly string[];
}

const explanations: Readonly<Record<ErrorKind, (google: GoogleStatus) => Explained>> = {
  apiDisabled: ({ metadata, message, helpLinks }) => {
    const service =
      metadata.service ?? /apis\/api\/([\w.-]+)/.exec(message)?.[1] ?? 'aiplatform.googleapis.com';
    const project = projectOf(metadata, message);
    const console = `https://console.cloud.google.com/apis/library/${service}${project ? `?project=${project}` : ''}`;
    const enable = helpLinks.find(isWebLink)?.url ?? console;
    return {
      sentence: `The ${apiName(service)} is not enabled in ${named(project)}. Enable it, wait a minute, and try again.`,
      steps: [{ title: 'Enable API', run: { url: enable } }, checkSetup],
      gcloud: [`gcloud services enable ${service} --project=${project ?? 'PROJECT'}`],
    };
  },
  apiKeyInvalid: () => ({
    sentence: 'Google does not know this API key. Sign in again with a key that is valid.',
    steps: [signIn],
  }),
  apiKeyNotEnough: () => ({
    sentence:
      'An API key cannot do this: Google takes one only to prompt base models of the Gemini API. To tune, list or prompt tuned models, sign in with an account.',
    steps: [signIn],
  }),
  billingOff: ({ metadata, message }) => {
    const project = projectOf(metadata, message);
    const query = project ? `?project=${project}` : '';
    return {
      sentence: `Billing is off for ${named(project)}. Turn it on to tune models.`,
      steps: [
        { title: 'Turn On Billing', run: { url: `https://console.cloud.google.com/billing/enable${query}` } },
        checkSetup,
      ],
      gcloud: [`gcloud billing projects link ${project ?? 'PROJECT'} --billing-account=ACCOUNT`],
    };
  },
  clockWrong: ({ clockAheadSeconds: ahead }) => ({
    sentence:
      ahead === undefined || Math.abs(ahead) <= tolerableClockError
        ? "Google refuses the credentials because of their time: this machine's clock is wrong. Set it, and try again."
        : `This machine's clock is ${Math.round(Math.abs(ahead) / 60)} minutes ${ahead > 0 ? 'ahead' : 'behind'}, so that Google refuses the credentials. Set it, and try again.`,
  }),
  modelRetired: ({ message }) => ({
    sentence: `Google no longer serves this model. Choose a newer one. (${message})`,
  }),
  noPermission: ({ metadata, message }) => {
    const permission =
      metadata.permission ??
      /Permission '?([\w.]+\w)'? denied/.exec(message)?.[1] ??
      /does not have ([\w.]+) access/.exec(message)?.[1];
    const project = projectOf(metadata, message) ?? 'PROJECT';
    const role = roleFor(permission);
    return {
      sentence: `Your account lacks the permission ${permission ?? 'that this needs'}${on(metadata)}. Ask the project's owner for the role "${role.title}".`,
      steps: [checkSetup],
      gcloud: [
        `gcloud projects add-iam-policy-binding ${project} --member=user:YOUR_EMAIL --role=${role.name}`,
      ],
    };
  },
  noQuotaProject: () => ({
    sentence:
      'Your credentials name no quota project, which this API needs. Set one, or choose a project in the settings.',
    steps: [setProject, checkSetup],
    gcloud: ['gcloud auth application-default set-quota-project PROJECT'],
  }),
  noSuchProject: ({ metadata, message }) => ({
    sentence: `Google knows no ${projectOf(metadata, message) ? named(projectOf(metadata, message)) : 'such project'}, or your account may not see it. Choose another.`,
    steps: [setProject, checkSetup],
    gcloud: ['gcloud projects list'],
  }),
  notSignedIn: () => ({ sentence: 'You are not signed in to Google.', steps: [signIn, checkSetup] }),
  proxy: ({ code, message }) => ({
    sentence: message
      ? `The connection is not trusted (${message}): a proxy may read it. Give VS Code the proxy's certificate.`
      : `The answer (HTTP ${code}) did not come from Google. A proxy or a sign-in page may be in the way.`,
    steps: [proxySettings],
  }),
  quotaExhausted: (google) => ({
    sentence:
      `The quota is used up${wait(google)}. ${[google.message, ...google.quotaViolations.filter((text) => !google.message.includes(text))].join(' ')}`.trim(),
    steps: [{ title: 'Show Quotas', run: { url: 'https://console.cloud.google.com/iam-admin/quotas' } }],
  }),
  quotaProjectDenied: ({ metadata, message }) => {
    const project = projectOf(metadata, message);
    return {
      sentence: `You may not use ${named(project)} for quota. Ask for the role "Service Usage Consumer", or choose another project.`,
      steps: [setProject, checkSetup],
      gcloud: [
        `gcloud projects add-iam-policy-binding ${project ?? 'PROJECT'} --member=user:YOUR_EMAIL --role=roles/serviceusage.serviceUsageConsumer`,
      ],
    };
  },
  regionUnsupported: ({ message }) => ({
    sentence: `This region does not serve the model, or your project may not use it. Choose another region or model. (${message})`,
    steps: [openSetting('Set Region', 'tunewright.google.region')],
  }),
  scopeMissing: ({ metadata }) => ({
    sentence:
      'Your sign-in does not cover tuning: a scope is missing. Sign in again and allow everything that is asked.',
    steps: [signIn, checkSetup],
    gcloud: [metadata.service === 'generativelanguage.googleapis.com' ? adcLoginForGeminiApi : adcLogin],
  }),
  signInExpired: ({ message }) => ({
    sentence: `Your sign-in has ended. Sign in again.${message ? ` (${message})` : ''}`,
    steps: [signIn, checkSetup],
    gcloud: [adcLogin],
  }),
  unreachable: ({ metadata, message }) => ({
    sentence: `No answer from ${metadata.host} (${message}). Check the network connection and the proxy settings.`,
    steps: [proxySettings],
  }),
  other: (google) => ({
    sentence:
      google.status === 'OAUTH'
        ? `Google refused the sign-in: ${google.message || google.reason}.`
        : [google.message || `Google answered ${google.status}.`, ...violations(google)].join(' '),
  }),
};

const scopes =
  'https://www.googleapis.com/auth/cloud-platform,https://www.googleapis.com/auth/generative-language.tuning';
/** Google lets gcloud's own client ask for the tuning scope only with a client file of the user's. */
export const adcLogin = 'gcloud auth application-default login';
const adcLoginForGeminiApi = `gcloud auth application-default login --client-id-file=client_secret.json --scopes=${scopes}`;

const setProject = openSetting('Set Project', 'tunewright.google.project');
const proxySettings = openSetting('Proxy Settings', 'http.proxy');

function openSetting(title: string, id: string): NextStep {
  return { title, run: { command: 'workbench.action.openSettings', args: [id] } };
}

function roleFor(permission: string | undefined): { name: string; title: string } {
  if (permission?.startsWith('storage.')) return { name: 'roles/storage.admin', title: 'Storage Admin' };
  if (permission?.startsWith('serviceusage.')) {
    return { name: 'roles/serviceusage.serviceUsageConsumer', title: 'Service Usage Consumer' };
  }
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

function projectOf(metadata: GoogleStatus['metadata'], message: string): string | undefined {
  const text = metadata.consumer ?? metadata.resource ?? '';
  return /projects\/([^/]+)/.exec(text)?.[1] ?? /project[ =#]+([a-z0-9-]{4,})\b/.exec(message)?.[1];
}

function named(project: string | undefined): string {
  return project === undefined ? 'the project of this request' : `project ${project}`;
}

function on(metadata: GoogleStatus['metadata']): string {
  return metadata.resource ? ` on ${metadata.resource.replace(/^\/\/[^/]*\//, '')}` : '';
}

function violations(google: GoogleStatus): string[] {
  return google.fieldViolations
    .filter((violation) => !google.message.includes(violation.description))
    .map((violation) => `${violation.field}: ${violation.description}`);
}

function wait(google: GoogleStatus): string {
  return google.retryAfterSeconds === undefined ? '' : `; try again in ${google.retryAfterSeconds} s`;
}

/** Links of a reply are opened in a browser: only the web. */
function isWebLink({ url }: { readonly url: string }): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}
