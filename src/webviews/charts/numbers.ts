const language = document.documentElement.lang || undefined;
const shortForm = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
const exactForm = new Intl.NumberFormat(language, { maximumSignificantDigits: 6, useGrouping: false });

const groupedForm = new Intl.NumberFormat(language);

/** With thousands separators. */
export function grouped(value: number): string {
  return groupedForm.format(value);
}

/** For legends and hovering. */
export function short(value: number): string {
  return shortForm.format(value);
}

/** For the table: six digits, which tell neighbouring points apart. */
export function exact(value: number): string {
  return exactForm.format(value);
}
