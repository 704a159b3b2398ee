import fp from 'fastify-plugin'
import type { FastifyInstance } from 'fastify'
import type { VcenterPool } from '../src/vcenter/pool.ts'

declare module 'fastify' {
  interface FastifyInstance {
    vcenters: VcenterPool
  }
}

/** One session per vCenter for everybody; logged out of when the service stops. Nothing is contacted at start. */
async function vcenter(app: FastifyInstance, { pool }: { pool: VcenterPool }) {
  app.decorate('vcenters', pool)

  // what vCenter still works on then ends as outcome_unknown, and its caller is told
  app.stopping.addEventListener('abort', () => void pool.close())

  app.addHook('onClose', async function logOut() {
    // also a change whose client has left: cutting it off would leave its outcome unknown
    await app.callsSettled()
    await pool.close()
  })
}

export default fp(vcenter, { name: 'vcenter', fastify: '5.x', dependencies: ['shutdown', 'tool-calls'] })
