import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Solver } from './attempt.ts'
import { promptOf } from './define-task.ts'

export interface AgentOptions {
  /** For a shell. What it prints on stdout is the answer. */
  command: string
  limitMs: number
  /** For the configuration of its MCP client. */
  directory: string
}

/**
 * Lets a program solve a task. It is told by its environment what is wanted and where the service is. Where the person of
 * a task has something to say to its first answer, it is started again with all that was said so far.
 */
export function byAgent({ command, limitMs, directory }: AgentOptions): Solver {
  return async (task, { url, token, now }, ask) => {
    const path = join(directory, `${task.name}-mcp.json`)
    const headers = { Authorization: `Bearer ${token}` }
    const config = { mcpServers: { vsphere: { type: 'http', url, headers } } }
    writeFileSync(path, JSON.stringify(config, undefined, 2), { mode: 0o600 })
    const run = (prompt: string) =>
      runShell(command, limitMs, {
        EVAL_PROMPT: prompt,
        EVAL_MCP_URL: url,
        EVAL_MCP_TOKEN: token,
        EVAL_MCP_CONFIG: path
      })
    const prompt = promptOf(task, now)
    const first = await run(prompt)
    if (task.reply === undefined) return first
    const reply = await ask(first)
    const second = await run(conversation(prompt, first, reply))
    return `${first}\n${second}`
  }
}

function conversation(prompt: string, answer: string, reply: string): string {
  return [
    'Go on with this conversation, in which you are the agent:',
    `Person: ${prompt}`,
    `Agent: ${answer}`,
    `Person: ${reply}`
  ].join('\n\n')
}

/** What the command prints. Rejects when it fails, or takes too long; then all that it started is ended. */
function runShell(command: string, limitMs: number, env: Record<string, string>): Promise<string> {
  const child = spawn('/bin/sh', ['-c', command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    // a process group of its own, so that the shell's children end with it
    detached: true
  })
  const printed: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => printed.push(part))
  const stop = () => endGroup(child.pid)
  const limit = setTimeout(stop, limitMs)
  process.once('exit', stop)
  const began = performance.now()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      clearTimeout(limit)
      process.off('exit', stop)
      if (code === 0) resolve(Buffer.concat(printed).toString('utf8').trim())
      else if (performance.now() - began >= limitMs) reject(new Error(`no answer within ${limitMs / 1000} s`))
      else reject(new Error(`the agent ended with exit code ${code}`))
    })
  })
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
