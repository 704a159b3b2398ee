import type { TestContext } from 'node:test'
import {
  type Exchange,
  type Simulator,
  type SimulatorOptions,
  startSimulator
} from '../../src/simulator/index.ts'

/** What one vCenter was asked and what became of it, so that answers can be held against it. */
export interface Witness {
  name: string
  /** Nothing goes wrong there. */
  isWell: boolean
  simulator: Simulator
  /** Changes of a VM that arrived since the given number of exchanges and were not surely refused. */
  changesOf: (vm: string, since: number) => Exchange[]
  seen: () => number
  /** Log-ins that were refused for their credentials. */
  refusedLogins: () => number
  /** Sessions that may have been opened without anybody having learned of them. */
  lostLogins: () => number
}

/** A simulated vCenter under observation; it ends with the test. */
export async function startWitness(
  t: Pick<TestContext, 'after'>,
  { name, isWell, options }: { name: string; isWell: boolean; options: SimulatorOptions }
): Promise<Witness> {
  const exchanges: Exchange[] = []
  let refusedLogins = 0
  let lostLogins = 0
  const simulator = await startSimulator({ ...options, observe })
  t.after(() => simulator.close())

  function observe(exchange: Exchange): void {
    if (isChange(exchange)) exchanges.push(exchange)
    if (!isLogin(exchange)) return
    if (isRefused(exchange)) refusedLogins += 1
    else if (exchange.faulty) lostLogins += 1
  }

  return {
    name,
    isWell,
    simulator,
    seen: () => exchanges.length,
    changesOf: (vm, since) =>
      exchanges.slice(since).filter(each => isAbout(each, vm) && !isRefused(each) && !isBusy(each)),
    refusedLogins: () => refusedLogins,
    lostLogins: () => lostLogins
  }
}

function isChange({ method, path }: Exchange): boolean {
  if (isSession(path) || /PropertyCollector|ViewManager|SessionManager|\/vcenter\/system/.test(path))
    return false
  return method !== 'GET'
}

/** Also a snapshot's own path, which does not name its VM: the test gives it with the VM. */
function isAbout({ path }: Exchange, id: string): boolean {
  return path.split('/').includes(id)
}

function isLogin({ method, path, query }: Exchange): boolean {
  return method === 'POST' && ((isSession(path) && query === '') || path.endsWith('/Login'))
}

function isSession(path: string): boolean {
  return path === '/api/session' || path === '/rest/com/vmware/cis/session'
}

function isRefused({ status, answerBody }: Exchange): boolean {
  return status === 401 || /NotAuthenticated|InvalidLogin/.test(answerBody)
}

function isBusy({ answerBody }: Exchange): boolean {
  return /RESOURCE_BUSY|resource_busy|TaskInProgress/.test(answerBody)
}
