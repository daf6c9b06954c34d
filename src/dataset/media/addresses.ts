// Where a row's file may lie: an object in Cloud Storage, or a page of the web that anyone can read (Google Cloud, image
// tuning: "a Cloud Storage URI or a publicly readable HTTP or HTTPS URL").
import * as l10n from '@vscode/l10n';

export interface AddressFault {
  readonly message: string;
  /** What was meant. */
  readonly meant?: string;
}

const OBJECT = /^gs:\/\/([a-z0-9](?:[a-z0-9._-]{0,220}[a-z0-9])?)\/(.+)$/;

/** Most addresses, in which nothing is wrong. */
const PLAIN = /^gs:\/\/[a-z0-9][a-z0-9-]{0,60}[a-z0-9](?:\/[\w.-]+)+$/;

/** What is wrong with an address; undefined when nothing is. */
export function addressFault(uri: string): AddressFault | undefined {
  if (PLAIN.test(uri)) return undefined;
  if (uri === '') return { message: l10n.t('The address is empty.') };
  const plain = uri.trim().replaceAll('\\', '/');
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(plain)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme.length === 1)
    return {
      message: l10n.t(
        "The address is a local path, which Google can't read. Put the file in a bucket: gs://BUCKET/NAME.",
      ),
    };
  if (scheme === 'gs') return bucketFault(uri, plain);
  if (scheme === 'http' || scheme === 'https') return webFault(uri, plain);
  if (scheme === 'file')
    return {
      message: l10n.t(
        "The address is a local file, which Google can't read. Put it in a bucket: gs://BUCKET/NAME.",
      ),
    };
  if (scheme === 'data')
    return {
      message: l10n.t(
        'The address is the file itself. Put data in "inlineData", as base64 without "data:…,".',
      ),
    };
  return {
    message: l10n.t(
      'The address begins with "{0}:". Google reads gs://, https://, and http:// URIs.',
      scheme,
    ),
  };
}

function bucketFault(uri: string, plain: string): AddressFault | undefined {
  const meant = plain.replace(/^gs:\/*/i, 'gs://').replace(/^(gs:\/\/[^/]*\/)\/+/, '$1');
  const [, bucket = '', name = ''] = /^gs:\/\/([^/]*)\/?(.*)$/s.exec(meant) ?? [];
  if (bucket === '' || name === '')
    return { message: l10n.t("The address doesn't name an object. Use gs://BUCKET/NAME.") };
  if (name.endsWith('/'))
    return { message: l10n.t('The address is a folder. Specify each file by its own URI.') };
  if (name.includes('*'))
    return { message: l10n.t('The address contains "*". Specify each file by its own URI.') };
  if (!OBJECT.test(meant))
    return { message: l10n.t('The address has an invalid bucket name: "{0}".', bucket.slice(0, 80)) };
  return meant === uri
    ? undefined
    : { message: l10n.t('The address is misspelled. Use gs://BUCKET/NAME.'), meant };
}

function webFault(uri: string, plain: string): AddressFault | undefined {
  const url = URL.canParse(plain) ? new URL(plain) : undefined;
  const host = url?.hostname ?? '';
  if (!url || host === '') return { message: l10n.t("The address can't be read. Use https://HOST/NAME.") };
  const object = objectOf(host, url.pathname);
  if (object !== undefined)
    return {
      message: l10n.t(
        'The address is a page of the Google Cloud console, which only people who are signed in can read.',
      ),
      meant: object,
    };
  if (/(?:^|\.)(?:drive|docs)\.google\.com$|^console\.cloud\.google\.com$/.test(host))
    return {
      message: l10n.t('The address is a web page, not the file. Put the file in a bucket: gs://BUCKET/NAME.'),
    };
  if (host === 'generativelanguage.googleapis.com')
    return {
      message: l10n.t(
        "The address is a file of the Gemini API, which tuning can't read. Put it in a bucket: gs://BUCKET/NAME.",
      ),
    };
  if (/^(?:localhost|127\.|10\.|192\.168\.|\[::1\])|\.(?:local|internal)$/.test(host))
    return { message: l10n.t("The address is in your local network, which Google can't reach.") };
  return plain === uri
    ? undefined
    : { message: l10n.t('The address contains a space or "\\" that doesn\'t belong there.'), meant: plain };
}

/** The object that a page of the console, or a link for people who are signed in, shows. */
function objectOf(host: string, path: string): string | undefined {
  const own =
    host === 'console.cloud.google.com'
      ? /^\/storage\/browser\/(?:_details\/)?([^/;]+)\/([^;]+)/.exec(path)
      : host === 'storage.cloud.google.com'
        ? /^\/([^/]+)\/(.+)$/.exec(path)
        : undefined;
  const [, bucket, name] = own ?? [];
  if (bucket === undefined || name === undefined) return undefined;
  const meant = `gs://${bucket}/${decoded(name)}`;
  return OBJECT.test(meant) ? meant : undefined;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
