import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * `npm run smoke`: starts `npm run demo` as a newcomer would, calls it over both faces, and ends it as Ctrl-C does.
 * Exits with 1 when anything is not as the README promises.
 */

const viewer = 'demo-viewer-token-for-the-simulator'
const admin = 'demo-admin-token-for-the-simulator'

interface Answer {
  /** `ok`, or the code of the refusal. */
  outcome: string
  data: Record<string, unknown>
}

type Call = (token: string, tool: string, args: Record<string, unknown>) => Promise<Answer>

/** How the tools of the story are called over REST. */
const routes: Record<string, (args: Record<string, unknown>) => [method: string, path: string]> = {
  list_vms: args => ['GET', `/vms?${new URLSearchParams(args as Record<string, string>).toString()}`],
  delete_vm: ({ vm, confirm }) => ['DELETE', `/vms/${String(vm)}${confirm === true ? '?confirm=true' : ''}`]
}

function restCaller(base: string): Call {
  return async (token, tool, args) => {
    const [method, path] = routes[tool]?.(args) ?? []
    const answer = await fetch(`${base}/api/v1${path ?? ''}`, {
      method: method ?? 'GET',
      headers: { authorization: `Bearer ${token}` }
    })
    const data = (await answer.json()) as Record<string, unknown>
    return { outcome: answer.ok ? 'ok' : String(data['code']), data }
  }
}

function mcpCaller(base: string): Call {
  return async (token, name, args) => {
    const answer = await fetch(`${base}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream'
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } })
    })
    const { result } = (await answer.json()) as {
      result: { isError?: boolean; structuredContent?: Record<string, unknown>; content: { text: string }[] }
    }
    if (!result.isError) return { outcome: 'ok', data: result.structuredContent ?? {} }
    const problem = JSON.parse(result.content[0]?.text ?? '') as Record<string, unknown>
    return { outcome: String(problem['code']), data: problem }
  }
}

async function baseOf(demo: ChildProcess): Promise<string> {
  let printed = ''
  demo.stdout?.on('data', chunk => (printed += String(chunk)))
  while (demo.exitCode === null) {
    const found = /REST\s+(http:\S+)\/api\/v1/.exec(printed)?.[1]
    if (found && printed.includes('.cursor/mcp.json')) return found
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`The demo ended without its addresses: ${printed}`)
}

async function story(base: string): Promise<void> {
  const [rest, mcp] = [restCaller(base), mcpCaller(base)]
  const list = await rest(viewer, 'list_vms', {})
  assert.equal(list.outcome, 'ok')
  assert.deepEqual(list.data, (await mcp(viewer, 'list_vms', {})).data, 'both faces list the same VMs')

  const off = (list.data['items'] as { id: string; power_state: string }[]).filter(
    vm => vm.power_state === 'POWERED_OFF'
  )
  for (const [index, call] of [rest, mcp].entries()) {
    const vm = off[index]?.id
    assert.equal((await call(viewer, 'delete_vm', { vm })).outcome, 'forbidden')
    assert.equal((await call(admin, 'delete_vm', { vm })).outcome, 'confirmation_required')
    assert.equal((await call(admin, 'delete_vm', { vm, confirm: true })).outcome, 'ok')
  }
  const left = (await rest(viewer, 'list_vms', {})).data['total']
  assert.equal(left, Number(list.data['total']) - 2, 'the deleted VMs are gone')
}

const demo = spawn('npm', ['run', 'demo'], {
  // a group of its own: Ctrl-C in a terminal reaches npm and the demo alike
  detached: true,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, SERVER_PORT: '0' }
})
const exited = once(demo, 'exit')
try {
  await story(await baseOf(demo))
  process.kill(-Number(demo.pid), 'SIGINT')
  assert.deepEqual(await exited, [0, null], 'Ctrl-C ends the demo with 0')
  console.log('The demo does what the README promises.')
} finally {
  if (demo.exitCode === null && demo.signalCode === null) process.kill(-Number(demo.pid), 'SIGKILL')
}
