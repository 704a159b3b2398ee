import type { AuditRecord } from '../../src/audit/record.ts'
import { toolDefinitions } from '../../src/tools/index.ts'
import type { Stage } from './define-task.ts'
import type { PastRecord } from './past-records.ts'

/** Two days of other people's work; what tasks about the audit ask for stands among it. Days are of UTC. */

export const oneDay = 86_400_000

const people = {
  night: { principal: 'night-shift', role: 'operator' },
  ana: { principal: 'ana', role: 'admin' }
} as const

type Line = [
  when: string,
  who: keyof typeof people,
  tool: string,
  given: Record<string, unknown>,
  how?: AuditRecord['outcome']
]

const dayBefore: readonly Line[] = [['22:40', 'night', 'power_on_vm', { vm: 'cache-05' }]]

const yesterday: readonly Line[] = [
  ['01:12', 'night', 'list_vms', { match: 'web-*' }],
  ['01:15', 'night', 'power_off_vm', { vm: 'web-03', mode: 'guest' }],
  ['01:31', 'night', 'create_vm_snapshot', { vm: 'mail-06', name: 'before night run' }],
  ['02:03', 'night', 'delete_vm', { vm: 'db-04', confirm: true }, 'denied'],
  ['02:05', 'night', 'power_off_vm', { vm: 'legacy-erp', mode: 'guest' }, 'failed'],
  ['04:47', 'night', 'power_on_vm', { vm: 'web-03' }],
  ['09:20', 'ana', 'modify_vm_resources', { vm: 'app-04', cpu_count: 4, confirm: true }],
  ['10:02', 'ana', 'delete_vm', { vm: 'win-app-05' }, 'needs_confirmation'],
  ['14:26', 'ana', 'power_off_vm', { vm: 'ci-runner-04', mode: 'hard' }],
  ['14:58', 'ana', 'power_on_vm', { vm: 'ci-runner-04' }]
]

const codes: Partial<Record<AuditRecord['outcome'], string>> = {
  denied: 'forbidden',
  failed: 'invalid_state',
  needs_confirmation: 'confirmation_required'
}

export function recordPast({ record, now }: Pick<Stage, 'record' | 'now'>): void {
  const today = Date.parse(isoDay(now))
  const at = (days: number, when: string) =>
    new Date(today + days * oneDay + Date.parse(`1970-01-01T${when}:00Z`))
  const recently = new Date(Math.max(today, now.getTime() - 20 * 60_000))
  record(
    ...dayBefore.map(line => pastRecord(at(-2, line[0]), line)),
    ...yesterday.map(line => pastRecord(at(-1, line[0]), line)),
    pastRecord(recently, ['', 'night', 'restart_vm', { vm: 'k8s-node-04' }])
  )
}

function pastRecord(at: Date, [, who, tool, given, outcome = 'ok']: Line): PastRecord {
  const code = codes[outcome]
  return {
    ...people[who],
    at,
    tool,
    risk: toolDefinitions.find(({ name }) => name === tool)?.risk ?? '',
    arguments: given,
    outcome,
    ...(code !== undefined && { code })
  }
}

export function isoDay(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
