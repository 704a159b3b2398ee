import { type Static, Type } from '@sinclair/typebox'
import { guardOf } from '../guards.ts'

/**
 * Answers of VI/JSON, unboxed, as far as the service relies on them.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */

export const reference = Type.Object({ type: Type.String(), value: Type.String({ minLength: 1 }) })
export type ManagedObjectReference = Static<typeof reference>
export const isReference = guardOf(reference)

/** `createTime` is ISO 8601. */
const snapshotTree = Type.Recursive(Self =>
  Type.Object({
    snapshot: reference,
    vm: reference,
    name: Type.String(),
    description: Type.String(),
    id: Type.Optional(Type.Number()),
    createTime: Type.String(),
    state: Type.String(),
    quiesced: Type.Boolean(),
    childSnapshotList: Type.Optional(Type.Array(Self))
  })
)
export type SnapshotTree = Static<typeof snapshotTree>

const snapshotInfo = Type.Object({
  currentSnapshot: Type.Optional(reference),
  rootSnapshotList: Type.Array(snapshotTree)
})
export type SnapshotInfo = Static<typeof snapshotInfo>
export const isSnapshotInfo = guardOf(snapshotInfo)

/** The part of `TaskInfo` without which a task cannot be followed. */
export const isTaskAnswer = guardOf(Type.Object({ key: Type.String(), state: Type.String() }))

const objectContent = Type.Object({
  obj: reference,
  propSet: Type.Optional(Type.Array(Type.Object({ name: Type.String(), val: Type.Optional(Type.Unknown()) })))
})
export type ObjectContent = Static<typeof objectContent>

const retrieveResult = Type.Object({
  objects: Type.Array(objectContent),
  token: Type.Optional(Type.String())
})
export type RetrieveResult = Static<typeof retrieveResult>
export const isRetrieveResult = guardOf(retrieveResult)

export const isReferences = guardOf(Type.Array(reference))
