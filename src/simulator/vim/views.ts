import type { Entity } from '../inventory/index.ts'
import { contentOf } from '../inventory/content.ts'
import type { State } from '../state.ts'
import { refOf, type Properties } from './objects/entity.ts'
import { isKindOf } from './schema/index.ts'
import { createShelf } from './shelf.ts'
import { moRef, type MoRef } from './values.ts'

/** A container view; what is in it is looked up anew each time. */
export interface View {
  container: Entity
  types: string[]
  recursive: boolean
}

export const views = createShelf<View>()

/** What clients put into their list views. */
export const listViews = createShelf<MoRef[]>()

export function viewProperties(state: State, view: View): Properties {
  return {
    view: () => viewOf(state, view).map(refOf),
    container: () => moRef(view.container.kind, view.container.id),
    type: () => view.types,
    recursive: () => view.recursive
  }
}

/** What is in the container and of one of the types; all of it when no type is given. */
function viewOf({ inventory }: State, { container, types, recursive }: View): Entity[] {
  const content = contentOf(inventory, container, recursive)
  if (types.length === 0) return content
  const wanted = new Map<string, boolean>()
  return content.filter(({ kind }) => {
    let fits = wanted.get(kind)
    if (fits === undefined) wanted.set(kind, (fits = types.some(type => isKindOf(kind, type))))
    return fits
  })
}
