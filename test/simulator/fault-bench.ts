import { startBench, type Bench } from './helper.ts'

/** A read and a change that faults are tried on; the VM is off. */
export const vms = '/api/vcenter/vm'
export const start = '/api/vcenter/vm/vm-1004/power?action=start'

/** Logged in already, so that no fault hits the log-in. */
export async function benchWithSession(...args: Parameters<typeof startBench>): Promise<Bench> {
  const bench = await startBench(...args)
  await bench.api('GET', '/api/session')
  return bench
}

/** What the list of VMs answers, asked so many times. */
export async function statuses(bench: Bench, count: number): Promise<number[]> {
  const found = []
  for (let index = 0; index < count; index += 1) found.push((await bench.api('GET', vms)).status)
  return found
}
