import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { test } from 'node:test'
import { digestOf } from '../src/access/tokens.ts'
import { toolDefinitions } from '../src/tools/index.ts'
import { startService } from './helper.ts'
import { oidcVariables, startIssuer } from './issuer.ts'
import { sendRaw } from './raw-socket.ts'

const roles = ['viewer', 'operator', 'admin'] as const
const readers = toolDefinitions.filter(({ risk, toolset }) => risk === 'read' && toolset !== 'audit').length
/** What an operator has besides: three tools of power and two of snapshots. */
const toolsOf = { viewer: readers, operator: readers + 5, admin: toolDefinitions.length }

test('many principals that share connections are never taken for each other', async t => {
  const issuer = await startIssuer(t)
  const own = Array.from({ length: 12 }, (_, index) => ({
    name: `static-${index}`,
    role: roles[index % 3] ?? 'viewer',
    token: `token-of-static-${index}-0123456789abcdef`
  }))
  const ofIssuer = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const role = roles[index % 3] ?? 'viewer'
      return {
        name: `oidc:${index}`,
        role,
        token: await issuer.sign({ claims: { sub: `${index}`, roles: [role] } })
      }
    })
  )
  const callers = [
    ...own,
    ...ofIssuer,
    { name: 'nobody', role: undefined, token: 'nobody-has-configured-this-one' }
  ]
  const entries = own.map(({ token, name, role }) => [`sha256:${digestOf(token)}`, { name, role }])
  const service = await startService(t, {
    env: { ...oidcVariables(issuer), TOKENS_TO_ROLES: JSON.stringify(Object.fromEntries(entries)) }
  })
  const address = new URL(await service.listen())
  const agent = new Agent({ keepAlive: true, maxSockets: 3 })
  t.after(() => agent.destroy())

  async function shownTo({ token }: { token: string }): Promise<number | undefined> {
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` }
      request(new URL('/openapi.json', address), { agent, headers }, response => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text))
      })
        .on('error', reject)
        .end()
    })
    const { paths } = JSON.parse(answer) as { paths?: Record<string, object> }
    return paths && Object.values(paths).flatMap(methods => Object.keys(methods)).length
  }

  const asked = Array.from({ length: 200 }, (_, index) => callers[(index * 7) % callers.length] ?? callers[0])
  await Promise.all(
    asked.map(async caller => {
      assert.ok(caller)
      assert.equal(await shownTo(caller), caller.role && toolsOf[caller.role], caller.name)
    })
  )

  // all at once on one connection, before the first is answered
  const pipelined = callers.map(
    ({ name, token }) =>
      `GET /api/v1/vms/of-${name.replace(':', '-')} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`
  )
  const answers = await sendRaw(address.href, pipelined.join(''), 2000)
  const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
  assert.deepEqual(statuses, [...Array<number>(24).fill(404), 401])
  for (const { principal, role, arguments: given } of service.audit()) {
    const caller = callers.find(({ name }) => name === principal)
    assert.equal(given['vm'], `of-${principal.replace(':', '-')}`)
    assert.equal(role, caller?.role)
  }
  assert.equal(service.audit().length, 24)
})
