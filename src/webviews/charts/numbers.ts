const language = document.documentElement.lang || undefined;
const shortForm = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
const exactForm = new Intl.NumberFormat(language, { maximumSignificantDigits: 6, useGrouping: false });

const groupedForm = new Intl.NumberFormat(language);
const tenthsForm = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const dollars = { style: 'currency', currency: 'USD' } as const;
const dollarsForm = new Intl.NumberFormat(language, dollars);
const smallDollarsForm = new Intl.NumberFormat(language, { ...dollars, maximumSignificantDigits: 2 });

/** With thousands separators. */
export function grouped(value: number): string {
  return groupedForm.format(value);
}

/** With one digit after the decimal mark. */
export function inTenths(value: number): string {
  return tenthsForm.format(value);
}

/** US dollars; of less than a cent, two digits that say something. */
export function inDollars(value: number): string {
  return (value < 0.01 ? smallDollarsForm : dollarsForm).format(value);
}

/** For legends and hovering. */
export function short(value: number): string {
  return shortForm.format(value);
}

/** For the table: six digits, which tell neighbouring points apart. */
export function exact(value: number): string {
  return exactForm.format(value);
}
