import assert from 'node:assert/strict'
import type { Finding } from '../../src/doctor/finding.ts'
import { examine, type Report } from '../../src/doctor/index.ts'
import type { Simulator } from '../../src/simulator/index.ts'

export const limitMs = 1_500

/** Variables of an installation against one simulated vCenter. */
export function variablesFor(simulator: Simulator, others: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD: simulator.password,
    VCENTER_CA_BUNDLE: simulator.caFile,
    TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "admin"}',
    ...others
  }
}

export function examined(variables: NodeJS.ProcessEnv): Promise<Report> {
  return examine(variables, { limitMs })
}

/** What was found in the only vCenter, or the one with this index. */
export function findingOf(report: Report, check: Finding['check'], index = 0): Finding {
  const found = report.vcenters[index]?.findings.find(each => each.check === check)
  return found ?? assert.fail(`no ${check}`)
}

/** `reach ok`, in the order of the report. */
export function statusesOf(report: Report, index = 0): string[] {
  return (report.vcenters[index]?.findings ?? []).map(({ check, status }) => `${check} ${status}`)
}

export function allWith(status: string, ...checks: string[]): string[] {
  return checks.map(check => `${check} ${status}`)
}
