import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.ts'
import { type Case, createCases } from './cases.ts'
import { writePage } from './document.ts'
import { type Measured, type Round, caseFigures, verdicts } from './figures.ts'
import { measure, send } from './load.ts'
import { circumstances, runProgram } from './program.ts'
import { type Servers, startServers } from './servers.ts'
import { measureStartUp } from './startup.ts'
import { tablesOf } from './table.ts'

/** `npm run bench`: what a request costs, beside references measured in the same run. Exit code 1: an aim is missed. */

const help = `Usage: npm run bench -- [--quick] [--write]

  --quick   2 short rounds: does everything work? Its figures are rough
  --write   also writes the figures to docs/performance.md
`

interface Plan {
  /** Once for each case before the first round: the compiler takes seconds to settle on this much code. */
  settleMs: number
  rounds: number
  warmUpMs: number
  measureMs: number
  starts: number
}

const fullPlan: Plan = { settleMs: 4000, rounds: 5, warmUpMs: 1000, measureMs: 1000, starts: 5 }
const quickPlan: Plan = { settleMs: 500, rounds: 2, warmUpMs: 500, measureMs: 500, starts: 1 }

async function main(directory: string): Promise<void> {
  const options = {
    quick: { type: 'boolean' },
    write: { type: 'boolean' },
    help: { type: 'boolean' }
  } as const
  const { values } = parseArgs({ options })
  if (values.help) return void process.stdout.write(help)
  const plan = values.quick ? quickPlan : fullPlan
  ensureBuilt()
  const measured = await measureAll(directory, plan)
  const aims = verdicts(measured)
  const how = `${plan.rounds} rounds of ${plan.measureMs / 1000} s a case`
  const report = `${circumstances(how)}\n\n${tablesOf(caseFigures(measured), aims)}`
  console.log(report)
  if (values.write) writePage(report)
  if (aims.some(aim => aim.met === false)) process.exitCode = 1
}

async function measureAll(directory: string, plan: Plan): Promise<Measured> {
  const servers = await startServers(directory)
  const startUp = await measureStartUp(servers.vcenter, directory, plan.starts)
  const cases = createCases(servers)
  const upstreamCalls = await countUpstreamCalls(cases, servers)
  process.stderr.write('warming up\n')
  await measureRound(cases, { ...plan, warmUpMs: plan.settleMs, measureMs: 0 })
  const rounds: Round[] = []
  for (let number = 1; number <= plan.rounds; number += 1) {
    process.stderr.write(`round ${number} of ${plan.rounds}\n`)
    rounds.push(await measureRound(number % 2 === 0 ? cases.toReversed() : cases, plan))
  }
  return { cases, rounds, upstreamCalls, startUp, memory: await servers.gateway.child.usage() }
}

/** Every second round goes backwards, so that a machine that drifts does not favour the earlier cases. */
async function measureRound(cases: readonly Case[], { warmUpMs, measureMs }: Plan): Promise<Round> {
  const round: Partial<Round> = {}
  for (const each of cases) round[each.name] = await measure(each, warmUpMs, measureMs)
  return round as Round
}

/** Also the first look at each answer: a case that does not work ends the bench here. */
async function countUpstreamCalls(cases: readonly Case[], { simulator }: Servers) {
  const counted: Measured['upstreamCalls'] = {}
  const times = 320
  for (const each of cases) {
    // the first request of all logs in
    await send(each, 1)
    await simulator.requests()
    await send(each, times)
    counted[each.name] = (await simulator.requests()) / times
  }
  return counted
}

await runProgram(main)
