import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { createBreaker } from '../../src/vcenter/transport/breaker.ts'
import { createBulkhead } from '../../src/vcenter/transport/bulkhead.ts'
import { createExchange, type ExchangeRequest } from '../../src/vcenter/transport/exchange.ts'
import { createTransport } from '../../src/vcenter/transport/http.ts'
import { createMeter } from '../../src/vcenter/transport/meter.ts'
import { createRetryBudget } from '../../src/vcenter/transport/retry.ts'

export const read: ExchangeRequest = {
  operation: 'list VMs',
  effect: 'read',
  method: 'GET',
  path: '/api/vcenter/vm'
}
export const write: ExchangeRequest = { ...read, operation: 'do it', effect: 'write', method: 'POST' }

/** Real requests under a breaker whose clock is moved by hand. */
export function openExchange(t: TestContext, origin: string, more = { retries: 0, timeoutMs: 20_000 }) {
  const clock = { now: 0 }
  const { retries, timeoutMs } = more
  const transport = createTransport({ origin, insecure: false, queueMs: 20_000 })
  t.after(() => transport.close())
  const breaker = createBreaker({
    vcenter: 'vc',
    probeMs: timeoutMs,
    now: () => clock.now,
    wallClock: () => Date.parse('2026-11-24T18:40:00Z') + clock.now,
    random: () => 0
  })
  const bulkhead = createBulkhead('vc', timeoutMs)
  const meter = createMeter()
  const writes: string[] = []
  const exchange = createExchange(transport, {
    vcenter: 'vc',
    timeoutMs,
    writeTimeoutMs: timeoutMs,
    retries,
    backoffMs: 5,
    breaker,
    bulkhead,
    budget: createRetryBudget(),
    meter,
    onWrite: () => writes.push('written')
  })
  return { exchange, breaker, bulkhead, meter, clock, writes }
}

/** Where nobody listens. */
export async function unusedOrigin(): Promise<string> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
