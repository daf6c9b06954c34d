const plain = /^[\w-][\w.@:-]*(?:\/[\w-][\w.@:-]*)*$/;
const longest = 500;

/**
 * Whether the name of a job or a model has only letters, digits and signs that mean nothing in an address: a name with "?" could be
 * shown to the user, with its price, as another model than the one that is asked, and ".." leads elsewhere.
 */
export function isPlainName(name: string): boolean {
  return name.length <= longest && plain.test(name);
}
