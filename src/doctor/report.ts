import type { Finding, Status } from './finding.ts'
import type { Report } from './index.ts'
import type { Role } from './needs.ts'

const marks: Record<Status, string> = { ok: 'ok  ', warn: 'warn', fail: 'FAIL', skipped: '-   ' }
const indent = ' '.repeat(8)

/** The report for a terminal: one block for each vCenter, a line and a remedy for each check. */
export function reportText({ version, configuration, vcenters, role, status }: Report): string {
  const blocks = [
    `vsphere-mcp-pro ${version}: examination of this installation`,
    block('Configuration', configuration, false),
    ...vcenters.map(({ name, findings }) => block(`vCenter ${name}`, findings, true)),
    roleText(role),
    summary({ vcenters, status })
  ]
  return `${blocks.join('\n\n')}\n`
}

function block(title: string, findings: readonly Finding[], withNames: boolean): string {
  return [printable(title), ...findings.flatMap(finding => linesOf(finding, withNames))].join('\n')
}

function linesOf({ check, status, message, remedy, lines = [] }: Finding, withName: boolean): string[] {
  const name = withName ? `${check.padEnd(11)} ` : ''
  return [
    `  ${marks[status]}  ${name}${printable(message)}`,
    ...lines.map(line => `${indent}${printable(line)}`),
    ...(remedy === undefined ? [] : [`${indent}-> ${printable(remedy)}`])
  ]
}

function roleText({ name, privileges, govc, powercli }: Role): string {
  if (privileges.length === 0) return 'The role "Read-only" of vCenter has all that the enabled tools need.'
  return [
    'What the enabled tools need of vCenter, beside the three System privileges that every role has:',
    ...privileges.map(each => `  ${each}`),
    `As the role ${name}, with govc or with PowerCLI:`,
    `  ${govc}`,
    `  ${powercli}`
  ].join('\n')
}

function summary({ vcenters, status }: Pick<Report, 'vcenters' | 'status'>): string {
  if (status === 'ok') return 'All is well.'
  if (status !== 'fail') return 'It works; look at the warnings.'
  const failed = vcenters.filter(each => each.status === 'fail').length
  return `Something failed${failed === 0 ? '' : ` (${failed} of ${vcenters.length} vCenters)`}: see each FAIL above.`
}

/** Words of vCenter and of certificates must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, '?')
}
