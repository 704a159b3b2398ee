import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toolResult } from '../../routes/mcp/result.ts'
import { toolDefinitions } from '../../src/tools/index.ts'
import { startService } from '../service.ts'

/** Tokens, of which a model reads as many as there are characters / 4. */
export const budgets = { manifest: 10_000, tool: 450, page: 2000, most: 8000 } as const

/** Its answer is as long as what was called before, and lasted. */
const variable = new Set(['search_audit'])

/** What one answer costs: the text that a model reads, and the JSON that goes beside it. */
export interface Cost {
  tool: string
  arguments: Record<string, unknown>
  /** Rows of a list; unset for other answers. */
  rows?: number
  text: number
  json: number
}

const machines = 2000
const now = Date.parse('2026-11-22T12:00:00Z')

type Call = (tool: string, args: Record<string, unknown>) => Promise<Record<string, unknown>>

/** The usual answer of every tool that reads, and the longest that each list gives, with 2,000 VMs. */
export async function measureAnswers(): Promise<{ usual: Cost[]; longest: Cost[] }> {
  const service = await startMeasured()
  try {
    const { call } = service
    const firsts = await firstArguments(call)
    const reads = toolDefinitions.filter(({ risk }) => risk === 'read')
    const usual: Cost[] = []
    for (const { name } of reads) usual.push(await costOf(call, name, firsts(name)))
    const longest: Cost[] = []
    for (const { name, input } of reads) {
      const { limit, verbose } = input.properties as Record<string, { maximum?: number } | undefined>
      if (limit?.maximum === undefined) continue
      const args = { ...firsts(name), limit: limit.maximum, ...(verbose && { verbose: true }) }
      longest.push(await costOf(call, name, args))
    }
    return { usual, longest }
  } finally {
    await service.close()
  }
}

async function costOf(call: Call, tool: string, args: Record<string, unknown>): Promise<Cost> {
  const data = await call(tool, args)
  const [block] = toolResult({ kind: 'ok', data }).content
  return {
    tool,
    arguments: args,
    ...(Array.isArray(data['items']) && { rows: data['items'].length }),
    text: tokensIn(block?.text ?? ''),
    json: tokensIn(JSON.stringify(data))
  }
}

export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Arguments of tools that need some; the objects are found as an agent would find them. */
async function firstArguments(call: Call) {
  const idOf = async (list: string) => (await call(list, { limit: 1 }))['items'] as { id: string }[]
  const [[host], [datastore], list] = await Promise.all([
    idOf('list_hosts'),
    idOf('list_datastores'),
    call('list_vms', {})
  ])
  const { task } = await call('create_vm_snapshot', { vm: 'web-02', name: 'before update' })
  const vm = { vm: 'web-01' }
  const needed: Record<string, Record<string, unknown>> = {
    get_vm_details: vm,
    list_vm_snapshots: vm,
    get_vm_performance: vm,
    get_host_details: { host: host?.id },
    get_datastore_details: { datastore: datastore?.id },
    get_task: { task: (task as { id: string }).id },
    get_runbook: { runbook: 'slow_vm', ...vm },
    query_result: { result_id: list['result_id'] },
    search_audit: { changes_only: false }
  }
  return (tool: string) => needed[tool] ?? {}
}

/** Over REST, whose body is the `structuredContent` of MCP: the parity of both is a test of its own. */
async function startMeasured() {
  const directory = mkdtempSync(join(tmpdir(), 'vsphere-mcp-pro-budgets-'))
  const simulator = { vms: machines, taskMs: 0, clock: () => now }
  const { app, close } = await startService({ directory, simulator })

  async function call(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
    const tool = app.tools.get(name)
    if (!tool) throw new Error(`There is no tool ${name}.`)
    const given = new Map(Object.entries(args))
    const path = tool.path.replaceAll(/:(\w+)/g, (_all, argument: string) => {
      const value = String(given.get(argument))
      given.delete(argument)
      return encodeURIComponent(value)
    })
    const isGet = tool.method === 'GET'
    const query = new URLSearchParams(
      [...given].map(([key, value]): [string, string] => [key, String(value)])
    )
    const answer = await app.inject({
      method: tool.method as 'GET',
      url: `/api/v1${path}${isGet ? `?${query.toString()}` : ''}`,
      ...(!isGet && { payload: Object.fromEntries(given) })
    })
    if (answer.statusCode !== 200) throw new Error(`${name}: ${answer.body}`)
    return answer.json()
  }

  return {
    call,
    async close() {
      await close()
      rmSync(directory, { recursive: true, force: true })
    }
  }
}

/** Of docs/tools.md. */
export async function budgetsSection(manifest: number, largestTool: number): Promise<string[]> {
  const measured = await measureAnswers()
  const usual = measured.usual.filter(({ tool }) => !variable.has(tool))
  const longest = measured.longest.filter(({ tool }) => !variable.has(tool))
  const longestOf = new Map(longest.map(cost => [cost.tool, cost]))
  const rows = usual.map(cost => {
    const most = longestOf.get(cost.tool)
    const shown = [
      cost.rows ?? '',
      cost.text,
      cost.json,
      most?.rows ?? '',
      most?.text ?? '',
      most?.json ?? ''
    ]
    return `| \`${cost.tool}\` | ${shown.join(' | ')} |`
  })
  return [
    `| What | Tokens | At most |`,
    '| --- | --- | --- |',
    `| Manifest of all tools | ${manifest} | ${budgets.manifest} |`,
    `| The largest tool of it | ${largestTool} | ${budgets.tool} |`,
    `| The longest usual answer | ${Math.max(...usual.map(({ json }) => json))} | ${budgets.page} |`,
    `| The longest answer at all | ${Math.max(...longest.map(({ json }) => json))} | ${budgets.most} |`,
    '',
    `Answers over a simulated vCenter with ${machines.toLocaleString('en')} VMs: without arguments, or with the one object they are about; and as long as a list`,
    'gives them, with the largest limit and verbose. Text is what models read, JSON the `structuredContent` beside it.',
    '',
    '| Tool | Rows | Text | JSON | Rows at most | Text | JSON |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows
  ]
}
