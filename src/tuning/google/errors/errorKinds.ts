// Which of the things that a person can mend an answer of Google's is: by its reason, its status, or its words.
import type { GoogleStatus } from './googleApiError';

/** What went wrong, for code that must tell cases apart. */
export type ErrorKind =
  | 'actAsDenied'
  | 'agentsBeingMade'
  | 'apiDisabled'
  | 'apiKeyInvalid'
  | 'apiKeyNotEnough'
  | 'billingOff'
  | 'bucketNameTaken'
  | 'clockWrong'
  | 'countryUnsupported'
  | 'endpointNotFound'
  | 'evaluationOfFiles'
  | 'fieldsRefused'
  | 'internal'
  | 'modalityUnsupported'
  | 'modelNotEndpoint'
  | 'modelNotServed'
  | 'noPermission'
  | 'noQuotaProject'
  | 'noSuchProject'
  | 'notSignedIn'
  | 'noSuchAddress'
  | 'overloaded'
  | 'policyDenied'
  | 'proxy'
  | 'quotaExhausted'
  | 'quotaProjectDenied'
  | 'regionUnsupported'
  | 'requesterPays'
  | 'scopeMissing'
  | 'signInExpired'
  | 'storageNotFound'
  | 'unreachable'
  | 'other';

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
    SECURITY_POLICY_VIOLATED: 'policyDenied',
    ORG_RESTRICTION_VIOLATION: 'policyDenied',
    invalid_grant: 'signInExpired',
    invalid_rapt: 'signInExpired',
    invalid_client: 'signInExpired',
    invalid_scope: 'scopeMissing',
  } as const),
);

const kindOfStatus = new Map<string, ErrorKind>(
  Object.entries({
    UNAUTHENTICATED: 'signInExpired',
    PERMISSION_DENIED: 'noPermission',
    RESOURCE_EXHAUSTED: 'quotaExhausted',
    INTERNAL: 'internal',
    UNREACHABLE: 'unreachable',
    NOT_GOOGLE: 'proxy',
    GOOGLE_FRONT_END: 'noSuchAddress',
    accountDisabled: 'billingOff', // Cloud Storage
    notFound: 'storageNotFound',
    conflict: 'bucketNameTaken',
    rateLimitExceeded: 'quotaExhausted',
    backendError: 'internal',
  } as const),
);

/** Words of Google's, for the cases in which it gives no reason, or one that says less. The first that suits counts. */
const kindOfWords: readonly (readonly [RegExp, ErrorKind])[] = [
  [/requires a quota project/i, 'noQuotaProject'],
  [/API keys are not supported by this API/i, 'apiKeyNotEnough'],
  [/Invalid JWT: Token must be .{0,300}timeframe/i, 'clockWrong'],
  [/CERT_(NOT_YET_VALID|HAS_EXPIRED)/, 'clockWrong'],
  [/SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)/, 'proxy'],
  [/requires billing to be enabled|billing account .{0,300} (disabled|absent)/i, 'billingOff'],
  [/\b(absent|closed|delinquent|disabled) billing account/i, 'billingOff'],
  [/\brequester[ -]pays\b/i, 'requesterPays'],
  [/\bbucket name is not available|\bcreate the named bucket succeeded/i, 'bucketNameTaken'],
  [/^No such object\b|\bbucket (\S{1,250} )?(does not exist|(was |is )?not found)/i, 'storageNotFound'],
  [/insufficient authentication scopes/i, 'scopeMissing'],
  [/User location is not supported|not available in your (country|region)/i, 'countryUnsupported'],
  [/service agents? (are|is) being provisioned/i, 'agentsBeingMade'],
  [/organi[sz]ation(al)?('s)? policy|\borg policy|vpcServiceControls|\bconstraints\/\w/i, 'policyDenied'],
  [/reported as leaked|API key (not valid|expired)/i, 'apiKeyInvalid'],
  [/convert GeminiTuneExamples to Evaluation Examples/, 'evaluationOfFiles'],
  [/contains an unsupported modality \[/, 'modalityUnsupported'],
  [/Model name \S{1,300} is malformed/, 'modelNotEndpoint'],
  [/not allowed to use Publisher Model|Base model \S{1,300} is not supported/i, 'modelNotServed'],
  [/Publisher Model .{0,300} not (found|servable|available|supported)/i, 'modelNotServed'],
  [/models\/\S{1,300} is (not found for API version|no longer available)/i, 'modelNotServed'],
  [/not (supported|available|served) in (the )?(region|location)/i, 'regionUnsupported'],
  [/no longer (available|supported)|has been (retired|discontinued|shut ?down)/i, 'modelNotServed'],
  [/^(The )?Endpoint (resource )?\S{1,300} (is |was )?not found/i, 'endpointNotFound'],
  [/has not been used in project .{0,300} before or it is disabled/i, 'apiDisabled'],
  [/\bservice agents? (does|do) not have (the )?(required )?(permission|access)/i, 'noPermission'],
  [/permission to act as service_account|\biam\.serviceAccounts\.actAs\b/i, 'actAsDenied'],
  [/@[\w.-]+gserviceaccount\.com`? (does not have|cannot|can't|lacks|has no) /i, 'noPermission'],
  [/Permission ['"]?[\w.]+['"]? denied|does not have ([\w.]+ access|`?\[)/i, 'noPermission'],
  [/caller does not have permission|do not have permission to access/i, 'noPermission'],
  [
    /project .{0,300} (not found or (deleted|permission denied)|has been deleted|does not exist)/i,
    'noSuchProject',
  ],
  [
    /permission denied on resource project|consumer '?projects\/\S{1,300} has been suspended/i,
    'noSuchProject',
  ],
  [/concurrent[_ ]tuning[_ ]jobs/i, 'quotaExhausted'],
  [/^internal error/i, 'internal'],
  [/^deadline expired|service is (currently |temporarily )?unavailable/i, 'internal'],
  [/quota metrics? .{0,300}exceed|quota exceeded|quotas? (is|are|was|were) exceeded/i, 'quotaExhausted'],
  [/^List of found errors:/, 'fieldsRefused'],
  [/has been exhausted \(e\.g\. check quota\)/i, 'quotaExhausted'],
  [
    /Resource (has been )?exhausted|model is (currently )?(overloaded|experiencing high demand)/i,
    'overloaded',
  ],
];

/** Seconds; Google refuses tokens that are off by more. */
export const tolerableClockError = 300;

export function kindOf(google: GoogleStatus): ErrorKind {
  const ofWords = kindOfWords.find(([words]) => words.test(google.message))?.[1];
  const kind =
    ofWords ??
    kindOfReason.get(google.reason ?? '') ??
    kindOfStatus.get(google.status) ??
    (google.code >= 500 ? 'internal' : 'other');
  const tokenRefused = kind === 'signInExpired' || kind === 'notSignedIn';
  return tokenRefused && Math.abs(google.clockAheadSeconds ?? 0) > tolerableClockError ? 'clockWrong' : kind;
}
