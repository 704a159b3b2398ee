import type { ManagedObject } from '../vcenter/types.ts'

/**
 * Adds to the rows of one page what a bulk read found of them: one call of vCenter for the page, whatever its size. A
 * row whose object is gone meanwhile stays as it is.
 */
export async function enrich<Row extends { id: string }>(
  rows: readonly Row[],
  reading: Promise<ManagedObject[]>,
  fieldsOf: (properties: Record<string, unknown>) => Partial<Row>
): Promise<Row[]> {
  const objects = new Map((await reading).map(object => [object.id, object.properties]))
  return rows.map(row => {
    const properties = objects.get(row.id)
    return properties ? { ...row, ...fieldsOf(properties) } : row
  })
}
