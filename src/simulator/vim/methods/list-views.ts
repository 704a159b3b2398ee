import { listOf, refParameter, sessionOf, type Method, type VimCall } from '../call.ts'
import { findObject } from '../objects/index.ts'
import { moRef, type MoRef } from '../values.ts'
import { listViews } from '../views.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ ListView */

export const createListView: Method = {
  parameters: ['obj'],
  run: call => ({ value: moRef('ListView', listViews.add(sessionOf(call), referencesOf(call, 'obj'))) })
}

/** Answers those of the added that do not exist. */
const modifyListView: Method = {
  parameters: ['add', 'remove'],
  run: call => {
    const list = viewOf(call)
    const removed = new Set(referencesOf(call, 'remove').map(({ value }) => value))
    const kept = list.filter(({ value }) => !removed.has(value))
    return { value: fill(call, list, [...kept, ...referencesOf(call, 'add')]) }
  }
}

/** Answers those that do not exist. */
const resetListView: Method = {
  parameters: ['obj'],
  run: call => ({ value: fill(call, viewOf(call), referencesOf(call, 'obj')) })
}

export const listViewMethods: Record<string, Method> = {
  ModifyListView: modifyListView,
  ResetListView: resetListView
}

function viewOf(call: VimCall): MoRef[] {
  return listViews.find(sessionOf(call), call.target.id) ?? []
}

function referencesOf(call: VimCall, name: string): MoRef[] {
  return listOf(call.parameters[name], name).map(item => refParameter(item, name))
}

function fill(call: VimCall, list: MoRef[], references: MoRef[]): MoRef[] {
  const exists = ({ type, value }: MoRef): boolean =>
    findObject(call.state, sessionOf(call), type, value) !== undefined
  const found = new Map(references.filter(exists).map(reference => [reference.value, reference]))
  list.splice(0, list.length, ...found.values())
  return references.filter(reference => !exists(reference))
}
