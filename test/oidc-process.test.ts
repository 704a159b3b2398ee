import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { makeCertificates } from '../src/simulator/tls.ts'
import { temporaryDirectory, until } from './helper.ts'
import { oidcVariables, startIssuer } from './issuer.ts'
import { addressOf, spawnService } from './process.ts'

/** Nothing of it is ever contacted here. */
const vcenter = { VCENTER_HOST: 'vcenter.invalid', VCENTER_USER: 'svc', VCENTER_PASSWORD: 'secret-password' }

async function startTlsIssuer(t: TestContext) {
  const { caPem, serverPem, serverKey } = await makeCertificates()
  const caFile = join(temporaryDirectory(t), 'ca.pem')
  writeFileSync(caFile, caPem)
  return { caFile, issuer: await startIssuer(t, { tls: { key: serverKey, cert: serverPem } }) }
}

test('an issuer whose certificate a private CA has signed is trusted by NODE_EXTRA_CA_CERTS', async t => {
  const { caFile, issuer } = await startTlsIssuer(t)
  const service = await spawnService(t, { ...vcenter, ...oidcVariables(issuer), NODE_EXTRA_CA_CERTS: caFile })
  const headers = { authorization: `Bearer ${await issuer.sign()}` }
  const answer = await fetch(`${await addressOf(service)}/openapi.json`, { headers })
  assert.equal(answer.status, 200)
})

test('without that it is not: no token is judged, and the log says why', async t => {
  const { issuer } = await startTlsIssuer(t)
  const service = await spawnService(t, { ...vcenter, ...oidcVariables(issuer) })
  const headers = { authorization: `Bearer ${await issuer.sign()}` }
  const answer = await fetch(`${await addressOf(service)}/openapi.json`, { headers })
  assert.equal(answer.status, 503)
  // the answer and the log come over two pipes
  await until('the log says why', () =>
    service.output().includes('the keys of the OIDC issuer cannot be read')
  )
  assert.match(
    service.output(),
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER/
  )
  assert.deepEqual(issuer.requests, [])
})

test('the service starts, and recovers by itself, while the issuer is down', async t => {
  const issuer = await startIssuer(t)
  await issuer.stop()
  const service = await spawnService(t, { ...vcenter, ...oidcVariables(issuer) })
  const url = `${await addressOf(service)}/openapi.json`
  const headers = { authorization: `Bearer ${await issuer.sign()}` }
  const refused = await fetch(url, { headers })
  assert.equal(refused.status, 503)
  await issuer.start()
  const seconds = Number(refused.headers.get('retry-after'))
  assert.ok(seconds >= 1 && seconds <= 5)
  await new Promise(resolve => setTimeout(resolve, seconds * 1000))
  assert.equal((await fetch(url, { headers })).status, 200)
})
