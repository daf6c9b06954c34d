// Keys that a text field uses itself. VS Code gets the rest, such as F1, and Ctrl+S, which saves.

/** What the field does with Ctrl, or with Command on a Mac. */
const withControl = new Set(['a', 'c', 'v', 'x', 'y', 'z', 'Enter', 'Insert', 'Home', 'End']);

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
