import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '../src/config.ts'
import { temporaryDirectory } from './helper.ts'
import { mistakesOf } from './config/mistakes.ts'

const complete = {
  VCENTER_HOST: 'vcenter.example.com',
  VCENTER_USER: 'svc',
  VCENTER_PASSWORD: 'secret-password',
  TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "viewer"}'
}

function mistakesIn(variables: NodeJS.ProcessEnv): readonly string[] {
  return mistakesOf(() => loadConfig(variables))
}

test('the required variables are enough; everything else has the documented default', () => {
  const config = loadConfig(complete)
  assert.deepEqual(config.server, {
    name: 'vsphere-mcp-pro',
    host: '0.0.0.0',
    port: 8000,
    mcpPath: '/mcp',
    logLevel: 'info'
  })
  assert.deepEqual(config.limits, { enabled: true, refillPerSecond: 5, burst: 10 })
  assert.deepEqual(config.audit, {})
  const [vcenter] = config.vcenters
  assert.equal(config.vcenters.length, 1)
  assert.equal(vcenter?.insecure, false)
  assert.equal(vcenter?.timeoutMs, 20_000)
  assert.equal(vcenter?.retries, 3)
  assert.equal(vcenter?.backoffMs, 500)
  assert.equal(vcenter?.apiMode, 'api')
  assert.deepEqual([...config.access.roles.keys()], ['viewer', 'operator', 'admin'])
})

test('nothing configured: each missing variable has its line, and the first shows the way out', () => {
  const mistakes = mistakesIn({})
  assert.equal(mistakes.length, 4)
  assert.match(mistakes[0] ?? '', /^VCENTER_HOST: missing.*npm run demo/)
  assert.match(mistakes[1] ?? '', /^VCENTER_USER/)
  assert.match(mistakes[2] ?? '', /^VCENTER_PASSWORD/)
  assert.match(mistakes[3] ?? '', /^TOKENS_TO_ROLES: missing/)
})

test('every mistake of a configuration is told at once, one line each, named by its variable', () => {
  const mistakes = mistakesIn({
    ...complete,
    SERVER_PORT: 'eighty',
    RATE_LIMIT_BURST: '0',
    INSECURE: 'maybe',
    VSPHERE_API_MODE: 'soap',
    MCP_PATH: 'mcp',
    LOG_LEVEL: 'loud',
    VCENTER_HOST: 'https://vcenter.example.com/ui',
    VCENTER_CA_BUNDLE: '/no/such/file.pem',
    ROLES_TO_TOOLS: '{"viewer": ["list_vm"]}'
  })
  const names = new Set(mistakes.map(mistake => mistake.split(':')[0]))
  assert.deepEqual(
    names,
    new Set([
      'INSECURE',
      'LOG_LEVEL',
      'MCP_PATH',
      'RATE_LIMIT_BURST',
      'ROLES_TO_TOOLS',
      'SERVER_PORT',
      'VCENTER_CA_BUNDLE',
      'VCENTER_HOST',
      'VSPHERE_API_MODE'
    ])
  )
  assert.equal(mistakes.length, names.size)
  assert.ok(mistakes.every(mistake => !mistake.includes('\n')))
  assert.match(mistakes.find(mistake => mistake.startsWith('ROLES')) ?? '', /Did you mean 'list_vms'/)
})

test('no message of a mistake repeats a secret', () => {
  const mistakes = mistakesIn({ ...complete, TOKENS_TO_ROLES: '{"secret-token": "viewer"', VCENTER_HOST: '' })
  assert.ok(mistakes.length >= 2)
  assert.doesNotMatch(mistakes.join('\n'), /secret-/)
})

test('secrets are read from files, without the line end', t => {
  const path = join(temporaryDirectory(t), 'password')
  writeFileSync(path, 'from-a-file\n')
  const { VCENTER_PASSWORD: _, ...others } = complete
  const config = loadConfig({ ...others, VCENTER_PASSWORD_FILE: path })
  assert.equal(config.vcenters[0]?.password, 'from-a-file')
})

test('a password keeps the spaces at its ends', () => {
  assert.equal(loadConfig({ ...complete, VCENTER_PASSWORD: ' pass ' }).vcenters[0]?.password, ' pass ')
})

test('a secret given twice, or in a file that is not there, is a mistake', () => {
  assert.match(
    mistakesIn({ ...complete, VCENTER_PASSWORD_FILE: '/x' })[0] ?? '',
    /set together with VCENTER_PASSWORD_FILE/
  )
  const { TOKENS_TO_ROLES: _, ...others } = complete
  assert.match(
    mistakesIn({ ...others, TOKENS_TO_ROLES_FILE: '/no/such' })[0] ?? '',
    /^TOKENS_TO_ROLES_FILE: .*readable/
  )
})

test('ALLOWED_VCENTER_HOSTS adds vCenters with the same account; VCENTER_HOST stays the default', () => {
  const config = loadConfig({ ...complete, ALLOWED_VCENTER_HOSTS: 'vc-2.example.com, vcenter.example.com,' })
  assert.deepEqual(
    config.vcenters.map(each => each.name),
    ['vcenter.example.com', 'vc-2.example.com']
  )
  assert.equal(config.vcenters[1]?.user, 'svc')
})

test('names of ALLOWED_VCENTER_HOSTS that differ in case only are one vCenter', () => {
  const config = loadConfig({
    ...complete,
    ALLOWED_VCENTER_HOSTS: 'VC-2.example.com,VCENTER.example.com,vc-2.EXAMPLE.com,vc-2.example.com'
  })
  assert.deepEqual(
    config.vcenters.map(({ name, address }) => [name, address]),
    [
      ['vcenter.example.com', 'vcenter.example.com'],
      ['VC-2.example.com', 'VC-2.example.com']
    ]
  )
})

test('the rest dialect is passed on to the vCenter', () => {
  assert.equal(loadConfig({ ...complete, VSPHERE_API_MODE: 'rest' }).vcenters[0].apiMode, 'rest')
})

test('ALLOWED_VCENTER_HOSTS without VCENTER_HOST is a mistake', () => {
  assert.match(
    mistakesIn({ ...complete, ALLOWED_VCENTER_HOSTS: 'vc-2' })[0] ?? '',
    /does not list VCENTER_HOST/
  )
})

test('hosts are host or host:port, also IPv6, and nothing else', () => {
  for (const host of ['vc', 'vc:8443', '10.0.0.1', '[::1]:443', 'a-b.c.d']) {
    assert.deepEqual(mistakesIn({ ...complete, VCENTER_HOST: host }), [], host)
  }
  for (const host of [
    'user@vc',
    'vc/path',
    'vc#x',
    'vc:443:1',
    'vc?x',
    'v c',
    'vc:99999',
    '[:::::1]',
    '1.2.3.4.5'
  ]) {
    assert.match(mistakesIn({ ...complete, VCENTER_HOST: host })[0] ?? '', /is no host name/, host)
  }
})

test('without enforcement no token is needed', () => {
  const { TOKENS_TO_ROLES: _, ...others } = complete
  assert.deepEqual(mistakesIn({ ...others, AUTH_ENFORCE: 'false' }), [])
})

test('a CA file without a certificate that can be read is a mistake', t => {
  const path = join(temporaryDirectory(t), 'ca.pem')
  writeFileSync(path, '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n')
  assert.match(mistakesIn({ ...complete, VCENTER_CA_BUNDLE: path })[0] ?? '', /holds no PEM certificate/)
})

test('what is no secret is not read from a file: who thinks so would have the default instead', t => {
  const path = join(temporaryDirectory(t), 'roles.json')
  writeFileSync(path, '{"viewer": ["list_vms"]}')
  assert.match(
    mistakesIn({ ...complete, ROLES_TO_TOOLS_FILE: path })[0] ?? '',
    /^ROLES_TO_TOOLS_FILE: is not read.*Set ROLES_TO_TOOLS/
  )
})

test('a list that limits and names nothing is a mistake, or it would limit nothing', () => {
  for (const name of ['TOOLSETS', 'ALLOWED_HOSTS'])
    for (const nothing of [',', ' , ', ' '])
      assert.match(
        mistakesIn({ ...complete, [name]: nothing })[0] ?? '',
        new RegExp(`^${name}: has the wrong`)
      )
})

test('a variable that is almost one of the service is warned of, others are none of its business', () => {
  const near = { READONLY: 'true', TOOLSET: 'inventory', TOKENS_TO_ROLE_FILE: '/x', read_only: 'true' }
  const { warnings } = loadConfig({
    ...complete,
    ...near,
    PATH: '/bin',
    NODE_EXTRA_CA_CERTS: '/x',
    RATE: '1'
  })
  assert.deepEqual(
    warnings.map(warning => /^(\w+) is no variable .* If (\w+) is meant/.exec(warning)?.slice(1).join(' ')),
    [
      'READONLY READ_ONLY',
      'TOOLSET TOOLSETS',
      'TOKENS_TO_ROLE_FILE TOKENS_TO_ROLES_FILE',
      'read_only READ_ONLY'
    ]
  )
})

test('empty and padded values are treated as unset and trimmed', () => {
  const config = loadConfig({ ...complete, SERVER_PORT: '', VCENTER_HOST: ' vc.example.com ' })
  assert.equal(config.server.port, 8000)
  assert.equal(config.vcenters[0]?.name, 'vc.example.com')
})

test('no number is without end', () => {
  for (const name of ['CALL_TIMEOUT_S', 'VCENTER_TIMEOUT_S', 'RATE_LIMIT_RPS']) {
    assert.match(
      mistakesIn({ ...complete, [name]: 'Infinity' })[0] ?? '',
      new RegExp(`^${name}: must be a number`),
      name
    )
  }
})

test('the MCP endpoint cannot take the place of another path', () => {
  for (const path of ['/livez', '/openapi.json', '/api/v1/vms', '/../mcp', 'mcp', '/mcp/']) {
    assert.match(mistakesIn({ ...complete, MCP_PATH: path })[0] ?? '', /^MCP_PATH/, path)
  }
  assert.deepEqual(mistakesIn({ ...complete, MCP_PATH: '/agents/mcp-v1' }), [])
})

test('a secret file written by an editor with a byte order mark is read all the same', t => {
  const path = join(temporaryDirectory(t), 'password')
  writeFileSync(path, '\uFEFFfrom-an-editor\r\n')
  const { VCENTER_PASSWORD: _, ...others } = complete
  assert.equal(loadConfig({ ...others, VCENTER_PASSWORD_FILE: path }).vcenters[0].password, 'from-an-editor')
})
