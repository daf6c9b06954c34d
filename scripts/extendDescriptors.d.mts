export function extendDescriptors<Root extends object>(
  root: Root,
  extensions: Readonly<Record<string, object>>,
): Root;
