/** Bytes. VS Code shares no larger file with extensions, and nobody holds one as a text: it is read piece by piece. */
export const largestText = 50 << 20;
