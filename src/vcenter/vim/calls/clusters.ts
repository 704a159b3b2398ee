import { type Static, Type } from '@sinclair/typebox'
import { guardOf, optional } from '../../guards.ts'
import { reference } from '../answers.ts'
import { vimMethods } from '../methods/index.ts'
import type { VimCaller } from '../vim-caller.ts'

const recommendation = Type.Object({
  key: Type.String(),
  /** `V1` for the migration of a VM. */
  type: Type.String(),
  time: Type.String(),
  /** 1 to 5; 5 is the one vCenter is surest of. */
  rating: Type.Number(),
  reason: Type.String(),
  reasonText: Type.String(),
  warningText: Type.Optional(Type.String()),
  prerequisite: Type.Optional(Type.Array(Type.String())),
  target: Type.Optional(reference),
  action: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.String(),
        target: Type.Optional(reference),
        drsMigration: Type.Optional(
          Type.Object({
            vm: reference,
            source: Type.Optional(reference),
            destination: Type.Optional(reference)
          })
        )
      })
    )
  )
})
export type Recommendation = Static<typeof recommendation>
const isRecommendations = guardOf(Type.Array(recommendation))

export interface ClusterCalls {
  /** As DRS and other services last computed them. */
  listRecommendations(given: { cluster: string }): Promise<Recommendation[]>
  /** Has them computed anew; they are there when it answers. */
  refreshRecommendations(given: { cluster: string }): Promise<void>
  /** Starts what is recommended, and what it needs to be done before. */
  applyRecommendation(given: { cluster: string; key: string }): Promise<void>
}

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (ClusterComputeResource) */
export function clusterCalls(vim: VimCaller): ClusterCalls {
  return {
    listRecommendations: async ({ cluster }) =>
      (await vim.get(vimMethods.getRecommendations, cluster, optional(isRecommendations))) ?? [],
    refreshRecommendations: ({ cluster }) => vim.run(vimMethods.refreshRecommendations, cluster),
    applyRecommendation: ({ cluster, key }) => vim.run(vimMethods.applyRecommendation, cluster, { key })
  }
}
