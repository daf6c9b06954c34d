// What a tool takes, as JSON Schema: the part of it that package.json, MCP and our types all understand.

interface Described {
  /** For the model that fills it in. */
  readonly description?: string;
}

export type Property = Described &
  (
    | {
        readonly type: 'string';
        readonly enum?: readonly string[];
        readonly minLength?: number;
        readonly maxLength?: number;
      }
    | { readonly type: 'integer' | 'number'; readonly minimum?: number; readonly maximum?: number }
    | { readonly type: 'boolean' }
    | {
        readonly type: 'array';
        readonly items: Property;
        readonly minItems?: number;
        readonly maxItems?: number;
      }
    | ObjectSchema
  );

export interface ObjectSchema extends Described {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Property>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** The value that a schema allows. */
export type ValueOf<P> = P extends { readonly type: 'object' }
  ? ObjectOf<P>
  : P extends { readonly enum: readonly (infer Choice)[] }
    ? Choice
    : P extends { readonly type: 'string' }
      ? string
      : P extends { readonly type: 'integer' | 'number' }
        ? number
        : P extends { readonly type: 'boolean' }
          ? boolean
          : P extends { readonly type: 'array'; readonly items: infer Item }
            ? readonly ValueOf<Item>[]
            : never;

type ObjectOf<P> = P extends {
  readonly properties: infer Properties;
  readonly required: readonly (infer Required)[];
}
  ? { readonly [Key in keyof Properties & Required]: ValueOf<Properties[Key]> } & {
      readonly [Key in Exclude<keyof Properties, Required>]?: ValueOf<Properties[Key]>;
    }
  : never;
