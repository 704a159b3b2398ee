import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, type Server, connect } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { startSimulator } from '../../src/simulator/index.ts'
import { makeCertificates } from '../../src/simulator/tls.ts'
import { startService, temporaryDirectory, tokens } from '../helper.ts'
import { addressOf, spawnService } from '../process.ts'
import { bridgeTo, call, handshake, modernMeta, spawnBridge } from './helper.ts'

/** Whatever the gateway does, each request is answered with what to do, and the next one may succeed. */

const listing = (id: number) => ({ id, ...call('list_datacenters', {}, modernMeta) })

async function portOf(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

test('a gateway that is stopped and started again costs only the calls in between', async t => {
  const simulator = await startSimulator({ taskMs: 5000 })
  t.after(() => simulator.close())
  const env = {
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD: simulator.password,
    VCENTER_CA_BUNDLE: simulator.caFile,
    TOKENS_TO_ROLES: JSON.stringify({ [tokens.operator]: 'operator' }),
    MCP_SESSIONS: 'true'
  }
  const first = await spawnService(t, env)
  const address = await addressOf(first)
  const bridge = spawnBridge(t, bridgeTo(`${address}/mcp`, 'operator'))
  bridge.send({ id: 1, ...handshake() })
  bridge.send({ method: 'notifications/initialized' })
  bridge.send({ id: 2, ...call('list_datacenters') })
  assert.ok((await bridge.answerTo(2)).result)

  bridge.send({ id: 3, ...call('create_vm_snapshot', { vm: 'web-02', name: 'half' }, { progressToken: 3 }) })
  await bridge.line(({ method }) => method === 'notifications/progress')
  first.child.kill('SIGKILL')
  const broken = (await bridge.answerTo(3)).error
  assert.match(broken?.message ?? '', /broke before the answer was complete. .* look how far it came/)
  assert.deepEqual([broken?.data?.['code'], broken?.data?.['retryable']], ['outcome_unknown', false])
  await first.exited

  bridge.send({ id: 4, ...call('list_datacenters') })
  const down = (await bridge.answerTo(4)).error
  assert.match(
    down?.message ?? '',
    /cannot be reached \(ECONNREFUSED\)\. Nothing listens there: start the gateway/
  )
  assert.deepEqual([down?.data?.['code'], down?.data?.['retryable']], ['unavailable', true])

  await addressOf(await spawnService(t, { ...env, SERVER_PORT: new URL(address).port }))
  // it knows nothing of the session of before: the bridge begins one without the client's help
  bridge.send({ id: 5, ...call('list_datacenters') })
  bridge.send({ id: 6, ...call('list_datacenters') })
  for (const id of [5, 6]) assert.ok((await bridge.answerTo(id)).result)
  const answers = bridge.lines.filter(({ method }) => method === undefined)
  assert.deepEqual(new Set(answers.map(({ id }) => id)), new Set([1, 2, 3, 4, 5, 6]), 'without its notice')
  assert.equal(answers.length, 6)
})

test('a token that is not valid is answered with the variable to set; one that is replaced in its file counts at once', async t => {
  const service = await startService(t)
  const path = join(temporaryDirectory(t), 'token')
  writeFileSync(path, 'no-token-of-this-gateway\n')
  const command = bridgeTo(`${await service.listen()}/mcp`, 'viewer')
  const env = { VSPHERE_MCP_URL: command.env['VSPHERE_MCP_URL'] ?? '', VSPHERE_MCP_TOKEN_FILE: path }
  const bridge = spawnBridge(t, { ...command, env })
  bridge.send(listing(1))
  const error = (await bridge.answerTo(1)).error
  assert.match(error?.message ?? '', /^The bearer token is not valid\. Set VSPHERE_MCP_TOKEN or/)
  assert.equal(error?.data?.['code'], 'unauthenticated')
  assert.doesNotMatch(bridge.stderr(), /no-token-of-this-gateway/)
  writeFileSync(path, `${tokens.viewer}\n`)
  bridge.send(listing(2))
  assert.ok((await bridge.answerTo(2)).result)
})

for (const [what, status, body, expected] of [
  [
    'a proxy that does not reach the gateway',
    502,
    '<html>Bad Gateway</html>',
    /HTTP 502\..*try again, then look at its \/readyz/
  ],
  ['a wrong path', 404, 'not here', /HTTP 404\..*ends with the path of the endpoint/],
  ['a gate that lets nobody in', 403, '', /HTTP 403\..*ask who runs it/],
  ['a log-in page', 200, '<html>Log in</html>', /does not answer like an MCP endpoint/],
  ['a redirect to another host', 308, '', /Redirect to https:\/\/elsewhere\.example\/mcp not followed/]
] as const) {
  test(`${what} is told from the gateway, and what to do about it`, async t => {
    const received: (string | undefined)[] = []
    const server = createServer((request, response) => {
      received.push(request.headers.authorization)
      response.writeHead(status, { 'content-type': 'text/html', location: 'https://elsewhere.example/mcp' })
      response.end(body)
    })
    const bridge = spawnBridge(t, bridgeTo(`http://127.0.0.1:${await portOf(t, server)}/mcp`, 'viewer'))
    bridge.send(listing(1))
    assert.match((await bridge.answerTo(1)).error?.message ?? '', expected)
    assert.deepEqual(received, [`Bearer ${tokens.viewer}`])
  })
}

test('a certificate of a private CA is refused with the option to set, and accepted with --ca', async t => {
  const service = await startService(t)
  const { port: target } = new URL(await service.listen())
  const { caPem, serverPem, serverKey } = await makeCertificates()
  const ca = join(temporaryDirectory(t), 'ca.pem')
  writeFileSync(ca, caPem)
  // what an ingress does: TLS ends here
  const ingress = createTlsServer({ key: serverKey, cert: serverPem }, socket => {
    const upstream = connect(Number(target), '127.0.0.1')
    socket.pipe(upstream).pipe(socket)
    for (const each of [socket, upstream]) each.on('error', () => each.destroy())
  })
  const url = `https://127.0.0.1:${await portOf(t, ingress)}/mcp`
  const refused = spawnBridge(t, bridgeTo(url, 'viewer'))
  refused.send(listing(1))
  assert.match(
    (await refused.answerTo(1)).error?.message ?? '',
    /not trusted: give the CA as PEM file with --ca/
  )
  const command = bridgeTo(url, 'viewer')
  for (const trusting of [
    bridgeTo(url, 'viewer', ['--ca', ca]),
    { ...command, env: { ...command.env, NODE_EXTRA_CA_CERTS: ca } }
  ]) {
    const bridge = spawnBridge(t, trusting)
    bridge.send(listing(1))
    assert.ok((await bridge.answerTo(1)).result)
    // the ingress of this test waits for its connections
    bridge.child.stdin.end()
    await bridge.exited
  }
})
