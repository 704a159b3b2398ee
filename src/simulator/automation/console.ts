import { createHash, randomBytes } from 'node:crypto'
import { withBody, type Operation } from './operation.ts'
import { notAllowed, vmOf } from './vm.ts'

/**
 * A one-time ticket for a console. The form is that of a live system, but nothing listens at the address: the
 * simulator has no consoles.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/vm/vm/console/tickets/post/
 */
export const createTicket: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: { 'type!': { oneOf: ['VMRC', 'WEBMKS'] } },
  run: call => {
    const vm = vmOf(call)
    const secret = randomBytes(8).toString('hex')
    if (call.body.type === 'WEBMKS') {
      if (vm.powerState !== 'POWERED_ON')
        throw notAllowed('console.not_powered_on', 'The VM is not powered on.')
      const host = call.state.inventory.hosts.get(vm.host)?.name ?? ''
      return { ticket: `wss://${host}:443/ticket/${secret}` }
    }
    const server = call.received.headers.host ?? ''
    const clone = createHash('sha256').update(secret).digest('hex').slice(0, 32)
    return { ticket: `vmrc://clone:cst-VCT-${clone}@${server}/?moid=${vm.id}` }
  }
})
