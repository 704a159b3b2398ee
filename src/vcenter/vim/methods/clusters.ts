import type { VimMethod } from './method.ts'

/**
 * What DRS recommends.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const clusterMethods = {
  getRecommendations: {
    does: 'list recommendations of cluster {id}',
    effect: 'read',
    kind: 'get',
    member: 'ClusterComputeResource.recommendation',
    privileges: ['System.Read']
  },
  refreshRecommendations: {
    does: 'refresh recommendations of cluster {id}',
    effect: 'write',
    kind: 'call',
    member: 'ClusterComputeResource.RefreshRecommendation',
    privileges: ['Host.Inventory.EditCluster']
  },
  applyRecommendation: {
    does: 'apply recommendation in cluster {id}',
    effect: 'write',
    kind: 'call',
    member: 'ClusterComputeResource.ApplyRecommendation',
    privileges: ['Resource.ApplyRecommendation']
  }
} as const satisfies Record<string, VimMethod>
