/**
 * Fields of a type by name. `[]` marks arrays; a type that is neither simple nor a data type of this folder
 * is an enumeration.
 */
export type Fields = Record<string, string>

export const reference = 'ManagedObjectReference'
export const references = 'ManagedObjectReference[]'
