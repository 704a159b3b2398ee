import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'

/** The service as a process of its own, as it runs in production but from sources. */
export async function spawnService(t: TestContext, env: Record<string, string>) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env['PATH'], SERVER_HOST: '127.0.0.1', SERVER_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  return { child, exited, output: () => output }
}

export async function addressOf(service: { child: ChildProcess; output(): string }): Promise<string> {
  for (;;) {
    const found = /Server listening at (http:\/\/127\.0\.0\.1:\d+)/.exec(service.output())?.[1]
    if (found) return found
    if (service.child.exitCode !== null || service.child.signalCode !== null)
      throw new Error(service.output())
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
