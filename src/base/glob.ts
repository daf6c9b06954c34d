/**
 * A pattern of file names as shells know it: `*` and `?` within a name, `**` for any folders, `{a,b}`, `[abc]`. Paths
 * have "/" and no "./" at their start.
 */
export function globPattern(glob: string): RegExp {
  let pattern = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] as string;
    const end = glob.indexOf(']', at + 2);
    if (glob.startsWith('**/', at)) {
      pattern += '(?:[^/]+/)*';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      pattern += '.*';
      at++;
    } else if (character === '*') pattern += '[^/]*';
    else if (character === '?') pattern += '[^/]';
    else if (character === '[' && end !== -1) {
      pattern += `[${glob
        .slice(at + 1, end)
        .replace(/[\\\]]/g, '\\$&')
        .replace(/^!/, '^')}]`;
      at = end;
    } else if (character === '{' && glob.includes('}', at)) {
      pattern += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      pattern += ')';
      depth--;
    } else if (character === ',' && depth > 0) pattern += '|';
    else pattern += character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  }
  return new RegExp(`^${pattern}${')'.repeat(depth)}$`, 'u');
}

export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}
