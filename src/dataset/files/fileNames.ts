/** Names that JSON Lines files have; VS Code gives all of them the language `jsonl`. https://jsonlines.org, ndjson.org */
export const jsonLinesEndings = ['jsonl', 'jsonlines', 'ndjson', 'ldjson'] as const;

/** A glob of VS Code. */
export const jsonLinesPattern = `**/*.{${jsonLinesEndings.join(',')}}`;

export const jsonLinesName = new RegExp(`\\.(?:${jsonLinesEndings.join('|')})$`, 'i');
