import { Pool } from 'undici'
import { ensureBuilt } from './build.ts'
import { type Child, startProbed } from './children.ts'
import { circumstances, runProgram } from './program.ts'
import type { SimulatorListening } from './processes/messages.ts'
import { scriptOf, startGateway, token } from './servers.ts'
import { table } from './table.ts'

/**
 * `npm run bench:inventory`: what lists cost where vCenter refuses them, because they are longer than its caps. Prints
 * figures and writes nothing.
 */

const size = { vms: 8_000, hosts: 340, datastores: 1_000 }
const pageSize = 20
const walkedPageSize = 200
const variants = [
  { title: 'api, 8.0.3.0', apiMode: 'api', apiRelease: '8.0.3.0' },
  { title: 'rest, 8.0.3.0', apiMode: 'rest', apiRelease: '8.0.3.0' },
  { title: 'api, 8.0.0.0 (parts)', apiMode: 'api', apiRelease: '8.0.0.0' }
] as const

type Variant = (typeof variants)[number]

interface Page {
  items?: { id: string }[]
  total?: number
  next_cursor?: string
}

/** One variant against a vCenter and a gateway of its own: the first page must be fresh. */
async function measure({ title, apiMode, apiRelease }: Variant, directory: string): Promise<string[]> {
  const more = JSON.stringify({ hosts: size.hosts, datastores: size.datastores, apiRelease })
  const simulator = startProbed([scriptOf('simulator'), directory, String(size.vms), more])
  const vcenter = (await simulator.ready()) as SimulatorListening
  const { child: gateway, origin } = await startGateway(vcenter, directory, { VSPHERE_API_MODE: apiMode })
  const pool = new Pool(origin, { headersTimeout: 60_000, bodyTimeout: 60_000 })

  async function pageOf(parameters: Record<string, string>): Promise<Page> {
    const path = `/api/v1/vms?${new URLSearchParams(parameters).toString()}`
    const authorization = `Bearer ${token}`
    const answer = await pool.request({ method: 'GET', path, headers: { authorization } })
    const page = (await answer.body.json()) as Page
    const isRight = answer.statusCode === 200 && page.total === size.vms
    if (!isRight) throw new Error(`${title}: ${answer.statusCode} ${JSON.stringify(page).slice(0, 300)}`)
    return page
  }

  async function walk(): Promise<number> {
    const seen = new Set<string>()
    let pages = 0
    let cursor: string | undefined
    do {
      const page = await pageOf({ limit: String(walkedPageSize), ...(cursor !== undefined && { cursor }) })
      for (const { id } of page.items ?? []) seen.add(id)
      cursor = page.next_cursor
      pages += 1
    } while (cursor !== undefined)
    if (seen.size !== size.vms) throw new Error(`${title}: the walk saw ${seen.size} VMs`)
    return pages
  }

  const limit = String(pageSize)
  await gateway.loop()
  const fresh = await timed(simulator, () => pageOf({ limit }))
  const delayMs = await gateway.loop()
  const warm = await timed(simulator, () => pageOf({ limit }))
  const verbose =
    apiRelease === '8.0.0.0' ? undefined : await timed(simulator, () => pageOf({ limit, verbose: 'true' }))
  const before = await gateway.usage()
  const walked = await timed(simulator, walk)
  const after = await gateway.usage()
  const grownBytes = after.rssBytes - before.rssBytes
  await pool.close()
  await Promise.all([simulator.stop(), gateway.stop()])
  return [
    title,
    figure(fresh),
    `${Math.round(delayMs)} ms`,
    figure(warm),
    verbose ? figure(verbose) : '-',
    `${walked.result} pages, ${walked.calls} calls, ${(walked.milliseconds / 1000).toFixed(2)} s`,
    `${Math.round(grownBytes / 1e6)} MB`
  ]
}

interface Timed<T> {
  result: T
  milliseconds: number
  /** Requests to vCenter, without log-ins and the choice of a release. */
  calls: number
}

async function timed<T>(simulator: Child, work: () => Promise<T>): Promise<Timed<T>> {
  await simulator.requests()
  const startedAt = performance.now()
  const result = await work()
  const milliseconds = performance.now() - startedAt
  return { result, milliseconds, calls: await simulator.requests() }
}

function figure({ milliseconds, calls }: Timed<unknown>): string {
  return `${calls} calls, ${Math.round(milliseconds)} ms`
}

async function main(directory: string): Promise<void> {
  ensureBuilt()
  const rows: string[][] = []
  for (const variant of variants) rows.push(await measure(variant, directory))
  const head = ['', 'first page', 'event loop', 'again', 'verbose', 'walk', 'RSS growth']
  const how = `${size.vms} VMs, ${size.hosts} hosts, ${size.datastores} datastores`
  console.log(`${circumstances(how)}\n\n${table(head, rows)}`)
}

await runProgram(main)
