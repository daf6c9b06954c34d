import type { HttpRule, Rpc } from './descriptors';
import services from './services.json';

/** A request's method and path, matched with an HTTP rule of a served method. */
export interface RouteMatch {
  readonly rpc: Rpc;
  readonly rule: HttpRule;
  /** `v1beta` of `/v1beta/tunedModels` */
  readonly version: string;
  /** Values of the path's variables by field path in snake_case, such as `tuned_model.name`. */
  readonly variables: ReadonlyMap<string, string>;
}

interface Route {
  readonly rpc: Rpc;
  readonly rule: HttpRule;
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Finds the method that a request calls, from google.api.http annotations. */
export function createRouter(rpcs: readonly Rpc[]): (method: string, path: string) => RouteMatch | undefined {
  const declared = rpcs.flatMap((rpc) => rpc.rules.map((rule) => toRoute(rpc, rule)));
  // Aliases come last: a method that the other version declares itself is read with that version's messages.
  const routes = [...declared, ...rpcs.flatMap(aliasRoutes)];
  return (method, path) => {
    for (const route of routes) {
      const match = route.method === method ? route.pattern.exec(path) : null;
      if (!match) continue;
      const variables = new Map(route.names.map((name, i) => [name, decodeSafely(match[i + 1] ?? '')]));
      return { rpc: route.rpc, rule: route.rule, version: path.split('/')[1] ?? '', variables };
    }
    return undefined;
  };
}

function aliasRoutes(rpc: Rpc): Route[] {
  const aliases: Readonly<Record<string, string>> = services[rpc.api].aliases;
  return Object.entries(aliases).flatMap(([from, to]) =>
    rpc.rules
      .filter((rule) => templateOf(rule).path.startsWith(from))
      .map((rule) => toRoute(rpc, rule, (path) => to + path.slice(from.length))),
  );
}

function toRoute(rpc: Rpc, rule: HttpRule, rename = (path: string) => path): Route {
  const { method, path } = templateOf(rule);
  const names: string[] = [];
  const pattern = rename(path)
    .split(/(\{[^}]*\})/)
    .map((piece) => {
      if (!piece.startsWith('{')) return escapeRegExp(piece);
      const [name = '', segments = '*'] = piece.slice(1, -1).split('=');
      names.push(name);
      return `(${segments.split('/').map(segmentPattern).join('/')})`;
    })
    .join('');
  return { rpc, rule, method, names, pattern: new RegExp(`^${pattern}$`) };
}

function segmentPattern(segment: string): string {
  if (segment === '**') return '.+';
  return segment === '*' ? '[^/:]+' : escapeRegExp(segment);
}

function templateOf(rule: HttpRule): { method: string; path: string } {
  for (const verb of ['get', 'post', 'patch', 'put', 'delete'] as const) {
    const path = rule[verb];
    if (path !== undefined) return { method: verb.toUpperCase(), path };
  }
  throw new Error(`HTTP rule without a path: ${JSON.stringify(rule)}`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
