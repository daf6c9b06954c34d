// Keys that a text field uses itself. VS Code gets the rest, such as F1, and Ctrl+S, which saves.

/** What the field does with Ctrl, or with Command on a Mac. */
const withControl = new Set(['a', 'c', 'v', 'x', 'y', 'z', 'Enter', 'Insert', 'Home', 'End']);

/** Ctrl+Z in a field takes back what was typed there, and not, as everywhere else in the page, an edit of the document. */
export function keepFieldKeys(event: PressedKey & { stopPropagation(): void }): void {
  if (isFieldKey(event)) event.stopPropagation();
}

interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export function isFieldKey({ key, ctrlKey, metaKey, altKey }: PressedKey): boolean {
  if (/^F\d+$/.test(key)) return false;
  if (!ctrlKey && !metaKey) return true;
  if (altKey) return key.length === 1; // AltGr, which some systems tell as both, types a character
  return (
    withControl.has(key.length === 1 ? key.toLowerCase() : key) || /^(Arrow|Backspace$|Delete$)/.test(key)
  );
}
