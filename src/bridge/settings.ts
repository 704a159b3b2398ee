import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isLoopback } from '../access/networks.ts'
import { reasonOf } from '../config/environment.ts'
import { isCertificates, readSecret } from '../config/files.ts'

export interface BridgeSettings {
  /** The MCP endpoint of the gateway. */
  url: URL
  /** The bearer token as it is now: a file may have been written anew. `undefined` when none is set. */
  token: () => string | undefined
  /** Certificates to trust besides the usual ones, in PEM. */
  ca?: string
}

/** The bridge cannot be started like this; the message says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the settings of `vsphere-mcp-pro stdio`. Throws `UsageError`, which never repeats a token. */
export function bridgeSettings(args: string[], variables: NodeJS.ProcessEnv): BridgeSettings {
  const options = optionsIn(args)
  const url = endpointIn(options.url ?? variables['VSPHERE_MCP_URL'], options['allow-http'] ?? false)
  const token = tokenSource(variables)
  // what cannot be used is better found now than with the first message
  token()
  return { url, token, ...(options.ca !== undefined && { ca: certificatesIn(options.ca) }) }
}

function optionsIn(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { url: { type: 'string' }, ca: { type: 'string' }, 'allow-http': { type: 'boolean' } }
    }).values
  } catch (error) {
    throw new UsageError(reasonOf(error))
  }
}

function endpointIn(text: string | undefined, allowHttp: boolean): URL {
  if (!text) throw new UsageError('The gateway is not named: use --url or set VSPHERE_MCP_URL.')
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError('The URL of the gateway must look like https://gateway.example.com/mcp.')
  }
  if (url.username || url.password) {
    throw new UsageError('The URL of the gateway must hold no user and password: it takes a token.')
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowHttp) {
    throw new UsageError(
      `http would carry the token to ${url.hostname} for everybody on the way to read: use https, or --allow-http if that network is trusted.`
    )
  }
  return url
}

function tokenSource(variables: NodeJS.ProcessEnv): () => string | undefined {
  const { VSPHERE_MCP_TOKEN: token, VSPHERE_MCP_TOKEN_FILE: path } = variables
  if (token && path) {
    throw new UsageError('VSPHERE_MCP_TOKEN: set together with VSPHERE_MCP_TOKEN_FILE. Keep one of them.')
  }
  if (!path) return () => (token ? checked(token, 'VSPHERE_MCP_TOKEN') : undefined)
  return () => checked(tokenIn(path), 'VSPHERE_MCP_TOKEN_FILE')
}

function tokenIn(path: string): string {
  try {
    return readSecret(path)
  } catch (error) {
    throw new UsageError(`VSPHERE_MCP_TOKEN_FILE: ${reasonOf(error)}. Point it to a readable file.`)
  }
}

function checked(token: string, variable: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new UsageError(`${variable}: no header can carry this: a token is printable ASCII without spaces.`)
}

function certificatesIn(path: string): string {
  try {
    const pem = readFileSync(path, 'utf8')
    if (isCertificates(pem)) return pem
  } catch (error) {
    throw new UsageError(`--ca: ${reasonOf(error)}. Point it to a readable file.`)
  }
  throw new UsageError('--ca: the file holds no certificate in PEM, or one that cannot be read.')
}
