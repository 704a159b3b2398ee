import type { AnyArguments } from '../automation/operation.ts'

/** Filters of a list by name: values, each list an OR; `standalone` is a flag and `type` of folders a single text. */
export type ListFilter = Readonly<Record<string, readonly string[] | string | boolean>>

/** A summary of the Automation API; every list calls the id by another name. */
export type Row = Readonly<Record<string, unknown>>

/** Without what filters nothing, each value once: an unset filter and an empty one match everything. */
export function filterOf(given: AnyArguments): ListFilter {
  const filter: Record<string, readonly string[] | string | boolean> = {}
  for (const [name, value] of Object.entries(given)) {
    if (Array.isArray(value)) {
      if (value.length > 0) filter[name] = [...new Set(value.map(String))]
    } else if (typeof value === 'string' || typeof value === 'boolean') filter[name] = value
  }
  return filter
}

/** The same for the same filters, in whatever order they were given. */
export function keyOf(list: string, filter: ListFilter): string {
  const sorted = Object.entries(filter)
    .map(
      ([name, value]) =>
        [name, Array.isArray(value) ? valuesOf(filter, name).toSorted(byText) : value] as const
    )
    .toSorted(([one], [other]) => byText(one, other))
  return JSON.stringify([list, sorted])
}

function byText(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** The values of a filter; none when it is not given. */
export function valuesOf(filter: ListFilter, name: string): readonly string[] {
  const value = filter[name]
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? (value as readonly string[]) : []
}

/** Only these filters. */
export function pick(filter: ListFilter, ...names: string[]): ListFilter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => names.includes(name)))
}

/** The rows that hold one of the values of every filter; `fields` says which field a filter is about. */
export function matching(
  rows: readonly Row[],
  filter: ListFilter,
  fields: Readonly<Record<string, string>>
): readonly Row[] {
  const wanted = Object.entries(fields).flatMap(([name, field]) => {
    const values = valuesOf(filter, name)
    return values.length === 0 ? [] : [{ field, values: new Set<unknown>(values) }]
  })
  if (wanted.length === 0) return rows
  return rows.filter(row => wanted.every(({ field, values }) => values.has(row[field])))
}
