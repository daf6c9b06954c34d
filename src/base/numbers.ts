// Numbers as people read them in English texts; the workbench has its own for VS Code's display language.

const groupedForm = new Intl.NumberFormat('en-US');
const plurals = new Intl.PluralRules('en-US');

/** With thousands separators: 12,345. */
export function grouped(value: number): string {
  return groupedForm.format(value);
}

/** A number and its noun, such as "1 row" and "12,345 rows"; `many` where it isn't the noun with an "s". */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${grouped(count)} ${plurals.select(count) === 'one' ? noun : many}`;
}
