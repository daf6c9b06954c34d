// Which names Cloud Storage takes. https://cloud.google.com/storage/docs/buckets#naming and …/objects#naming

/** Of new buckets: what is there keeps its name. */
export function isBucketName(name: string): boolean {
  const parts = name.split('.');
  const longest = parts.length > 1 ? 222 : 63;
  return (
    /^[a-z0-9][a-z0-9._-]+[a-z0-9]$/.test(name) &&
    name.length <= longest &&
    parts.every((part) => part.length >= 1 && part.length <= 63) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) && // an IP address
    !name.startsWith('goog') &&
    !/g[o0]{2}g[l1]e/.test(name) // "google" and close misspellings
  );
}

export function isObjectName(name: string): boolean {
  return (
    name !== '' &&
    Buffer.byteLength(name) <= 1024 &&
    name === Buffer.from(name).toString() && // halves of surrogate pairs have no UTF-8
    !/[\r\n]/.test(name) &&
    name !== '.' &&
    name !== '..' &&
    !name.startsWith('.well-known/acme-challenge/')
  );
}
