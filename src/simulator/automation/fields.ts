/**
 * What a request body may hold, as data: `text` is a string, `constant` a constant of an enumeration that
 * grows with releases (any is let through, the operation decides), `oneOf` an enumeration that does not,
 * `any` whatever JSON has. A map is an object in `/api` and a list of `{key, value}` in `/rest`; operations
 * see an object.
 */
export type FieldType =
  | 'text'
  | 'constant'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'any'
  | { oneOf: readonly string[] }
  | { list: FieldType }
  | { map: FieldType }
  | { fields: Fields }

/** Fields by name; a name that ends in `!` must be there: `{ 'name!': 'text', power_on: 'boolean' }`. */
export type Fields = { readonly [name: string]: FieldType }

/** The TypeScript type of what fields describe. */
export type FieldValues<F extends Fields> = {
  [N in keyof F as N extends `${infer Plain}!` ? Plain : never]: FieldValue<F[N]>
} & { [N in keyof F as N extends `${string}!` ? never : N]?: FieldValue<F[N]> }

export type FieldValue<T> = T extends 'text' | 'constant'
  ? string
  : T extends 'integer' | 'number'
    ? number
    : T extends 'boolean'
      ? boolean
      : T extends { oneOf: readonly (infer Constant)[] }
        ? Constant
        : T extends { list: infer Item }
          ? FieldValue<Item>[]
          : T extends { map: infer Item }
            ? Record<string, FieldValue<Item>>
            : T extends { fields: infer F extends Fields }
              ? FieldValues<F>
              : unknown

/** A query parameter: values may repeat when `many`, `values` lists what an enumeration allows. */
export interface Parameter {
  name: string
  many?: boolean
  boolean?: boolean
  values?: readonly string[]
  required?: boolean
  /** The first release that has it. */
  since?: string
  /** In `/rest` it stands in the body, beside the wrapped structure, as `client_token` does. */
  inRestBody?: boolean
}
