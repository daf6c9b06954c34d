/** Bytes. VS Code shares no larger file with extensions, and nobody holds one as a text: it is read piece by piece. */
export const largestText = 50 << 20;

/**
 * Lines. A text with more isn't followed in an editor, either: it has a few bytes a line, and each can take as much time and
 * memory as an example.
 */
export const mostLines = 500_000;
