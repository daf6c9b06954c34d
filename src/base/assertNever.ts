/** At the end of a `switch` over a union: a member that has no case does not compile. @throws always */
export function assertNever(value: never): never {
  throw new Error(`No case for ${JSON.stringify(value)}`);
}
