import type { TestContext } from 'node:test'
import { type ErrorCode, catalogue } from '../../src/errors.ts'
import { toolDefinitions } from '../../src/tools/index.ts'
import { type Era, connectClient } from '../clients.ts'
import { bearer } from '../helper.ts'

/** What a caller was told, in words that both faces share. */
export interface Told {
  code?: ErrorCode | undefined
  message?: string
  hint?: string
  retryable?: boolean
  /** The data of a success. */
  data: Record<string, unknown>
  afterMs: number
}

export type Arguments = Record<string, unknown>
export type Caller = (tool: string, args: Arguments) => Promise<Told>

/** Callers of a service that runs as a process: over REST, and with the SDK's own client of each era of MCP. */
export async function connectCallers(t: Pick<TestContext, 'after'>, origin: string): Promise<Caller[]> {
  const mcp = (era: Era) => connectMcp(t, origin, era)
  return [restCaller(origin), await mcp('2025'), await mcp('2026')]
}

export function restCaller(origin: string): Caller {
  return async (tool, args) => {
    const startedAt = performance.now()
    const { method, url, body } = restRequest(tool, args)
    const answer = await fetch(`${origin}/api/v1${url}`, {
      method,
      headers: { ...bearer('admin'), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body })
    })
    const { detail, ...rest } = (await answer.json()) as Record<string, unknown>
    return told(answer.ok ? undefined : { ...rest, message: detail }, rest, startedAt)
  }
}

async function connectMcp(t: Pick<TestContext, 'after'>, origin: string, era: Era): Promise<Caller> {
  const client = await connectClient(t, era, `${origin}/mcp`, 'admin')
  return async (tool, args) => {
    const startedAt = performance.now()
    const { isError, content, structuredContent = {} } = await client.callTool(tool, args)
    const problem = isError ? (JSON.parse(content[0]?.text ?? '') as Arguments) : undefined
    return told(problem, structuredContent, startedAt)
  }
}

function told(problem: Arguments | undefined, data: Arguments, startedAt: number): Told {
  const afterMs = performance.now() - startedAt
  if (!problem) return { data, afterMs }
  const { code, message, hint, retryable } = problem as Partial<Told>
  if (!code || !(code in catalogue)) throw new Error(`No code of the catalogue: ${JSON.stringify(problem)}`)
  return { code, message: message ?? '', hint: hint ?? '', retryable: retryable ?? false, data: {}, afterMs }
}

function restRequest(name: string, args: Arguments): { method: string; url: string; body?: string } {
  const [method = '', path = ''] = toolDefinitions.find(tool => tool.name === name)?.rest.split(' ') ?? []
  const rest = { ...args }
  const url = path.replaceAll(/:(\w+)/g, (_match, argument: string) => {
    const value = String(rest[argument])
    delete rest[argument]
    return encodeURIComponent(value)
  })
  if (method !== 'GET' && method !== 'DELETE') return { method, url, body: JSON.stringify(rest) }
  const query = new URLSearchParams(
    Object.entries(rest).map(([key, value]) => [key, String(value)] as [string, string])
  )
  return { method, url: `${url}?${query.toString()}` }
}
