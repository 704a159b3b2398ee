import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { AuditRecord } from '../../src/audit/record.ts'
import { temporaryDirectory, tokens } from '../helper.ts'
import { addressOf, spawnService } from '../process.ts'
import { entryOf, vcentersFile } from '../vcenters.ts'
import { type Caller, connectCallers } from './callers.ts'
import { type Work, changeRepeatedly, deletionOf, tryChange } from './changes.ts'
import { type Ledger, createLedger } from './ledger.ts'
import { readRepeatedly, readUntilWell } from './reads.ts'
import { type Witness, startWitness } from './vcenter.ts'
import { changeWeather, createSeededRandom } from './weather.ts'

export interface Evening {
  seed: number
  /** The gateway serves all of them. */
  vcenters: { name: string; release: string; apiMode: 'api' | 'rest'; weathers: readonly string[] }[]
  /** How long each weather lasts, milliseconds. */
  turnMs: number
  readers: number
  /** For each vCenter. */
  changers: number
}

const taskMs = 40
const callTimeoutS = 8

/**
 * The service as a process, callers on both faces, and vCenters in changing weather, until all is well again and the
 * service is stopped. Answers what was asked, and every answer, change, session or record that is not as promised.
 */
export async function spendEvening(t: TestContext, evening: Evening): Promise<Ledger> {
  const { seed, turnMs } = evening
  const random = createSeededRandom(seed)
  const ledger = createLedger(callTimeoutS * 1000)
  const vcenters = await Promise.all(
    evening.vcenters.map(({ name, release, weathers }) => {
      const options = { apiRelease: release, seed, taskMs, vms: 60 }
      return startWitness(t, { name, isWell: weathers.length === 0, options })
    })
  )
  const auditPath = join(temporaryDirectory(t), 'audit.jsonl')
  const entries = vcenters.map(({ name, simulator }, index) => ({
    ...entryOf(name, simulator),
    apiMode: evening.vcenters[index]?.apiMode ?? 'api',
    timeoutS: 2,
    backoffS: 0.05
  }))
  const service = await spawnService(t, {
    VCENTERS_FILE: vcentersFile(t, entries),
    TOKENS_TO_ROLES: JSON.stringify({ [tokens.admin]: 'admin' }),
    AUDIT_LOG_PATH: auditPath,
    RATE_LIMIT: 'false',
    CALL_TIMEOUT_S: String(callTimeoutS)
  })
  const callers = await connectCallers(t, await addressOf(service))
  const callerOf = (index: number) => callers[index % callers.length] as Caller

  let isOver = false
  const goesOn = () => !isOver
  const works = vcenters.flatMap(vcenter =>
    idsOf(vcenter)
      .slice(-evening.changers)
      .map((vm, index): Work => {
        const own = createSeededRandom(seed + index)
        return { vcenter, vm, call: callerOf(index), random: own, ledger, goesOn, settleMs: 4 * taskMs }
      })
  )
  const readers = Array.from({ length: evening.readers }, (_item, index) =>
    readRepeatedly({ ledger, vcenters, call: callerOf(index), random, goesOn })
  )
  const working = Promise.all([...works.map(changeRepeatedly), ...readers])
  await Promise.all(
    vcenters.map(({ simulator }, index) =>
      changeWeather({ simulator, ledger, turnMs, order: evening.vcenters[index]?.weathers ?? [] })
    )
  )
  isOver = true
  const well = vcenters.map(vcenter => readUntilWell(ledger, vcenter, callerOf(0)))
  await Promise.all([working, ...well])
  await Promise.all(works.filter(isOff).map(work => tryChange(work, deletionOf(work))))

  vcenters.forEach((vcenter, index) => checkSessions(ledger, vcenter, evening.vcenters[index]?.release))
  service.child.kill('SIGTERM')
  const [code] = await service.exited
  if (code !== 0) ledger.violations.push(`the service ended with ${code}: ${service.output().slice(-1000)}`)
  for (const { name, simulator, lostLogins } of vcenters) {
    const { sessions } = simulator
    if (sessions > lostLogins())
      ledger.violations.push(`${sessions} sessions of ${name} outlived the service`)
  }
  checkAudit(ledger, auditPath)
  return ledger
}

function idsOf({ simulator }: Witness): string[] {
  return [...simulator.inventory.vms.values()].filter(vm => !vm.template).map(({ id }) => id)
}

function isOff({ vcenter, vm }: Work): boolean {
  return vcenter.simulator.inventory.vms.get(vm)?.powerState === 'POWERED_OFF'
}

/** A session whose log-in was not answered is nobody's: no one knows its id, and vCenter ends it when it is idle. */
function checkSessions(ledger: Ledger, vcenter: Witness, release: string | undefined): void {
  const { name, simulator, refusedLogins, lostLogins } = vcenter
  const most = (release === '8.0.3.0' ? 1 : 2) + lostLogins()
  if (simulator.sessions > most) ledger.violations.push(`${simulator.sessions} sessions of ${name}`)
  if (refusedLogins() > 3) ledger.violations.push(`${refusedLogins()} log-ins to ${name} were refused`)
}

/** One record a call, with the outcome that its caller was told. */
function checkAudit(ledger: Ledger, path: string): void {
  const records = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as AuditRecord)
  const ofRecords = records.map(({ tool, code }) => `${tool} ${code ?? 'ok'}`).toSorted()
  const ofCalls = ledger.calls.map(({ tool, told }) => `${tool} ${told.code ?? 'ok'}`).toSorted()
  try {
    assert.deepEqual(ofRecords, ofCalls)
  } catch (error) {
    ledger.violations.push(`the audit differs from the answers: ${(error as Error).message}`)
  }
}
