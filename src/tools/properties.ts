/**
 * Reads values of a bulk read (`VcenterClient.readObjects`), whose properties are `unknown`: what has another shape
 * than expected is left out rather than passed on.
 */

/** `{ [name]: value }` for a text, or the id of a reference; nothing otherwise. */
export function text<Name extends string>(name: Name, value: unknown): { [Key in Name]?: string } {
  const found = typeof value === 'string' ? value : referenceId(value)
  return (found === undefined || found === '' ? {} : { [name]: found }) as { [Key in Name]?: string }
}

/** `{ [name]: value }` for a finite number; nothing otherwise. */
export function count<Name extends string>(name: Name, value: unknown): { [Key in Name]?: number } {
  return (Number.isFinite(value) ? { [name]: value } : {}) as { [Key in Name]?: number }
}

/** `{ [name]: value }` for true and false; nothing otherwise. */
export function flag<Name extends string>(name: Name, value: unknown): { [Key in Name]?: boolean } {
  return (typeof value === 'boolean' ? { [name]: value } : {}) as { [Key in Name]?: boolean }
}

/** VI/JSON says `poweredOn` where the Automation API says `POWERED_ON`; callers meet one spelling. */
export function constant(word: string): string {
  return word.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()
}

/** The id of a ManagedObjectReference. */
export function referenceId(value: unknown): string | undefined {
  const id = field(value, 'value')
  return typeof id === 'string' ? id : undefined
}

/** The ids of a list of ManagedObjectReferences. */
export function referenceIds(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value.map(referenceId).filter(id => id !== undefined)
}

/** How many entries a list has; what is no list has none. */
export function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

export function numberIn(value: unknown, name: string): number {
  const found = field(value, name)
  return typeof found === 'number' && Number.isFinite(found) ? found : 0
}
