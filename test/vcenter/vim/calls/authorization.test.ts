import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VcenterApiError, VcenterUnsupportedError } from '../../../../src/vcenter/errors.ts'
import { releases, startSimulated } from '../simulated.ts'
import { fault, startVimServer } from '../vim-server.ts'

for (const apiRelease of releases) {
  test(`what the account may do is asked for under the name that the session has (${apiRelease})`, async t => {
    const held = ['VirtualMachine.Interact.PowerOn']
    const { client, simulator } = await startSimulated(t, { apiRelease, privileges: held })
    const session = await client.getCurrentSession()
    assert.equal(session?.userName, String.raw`VSPHERE.LOCAL\administrator`)
    const privileges = ['System.Read', ...held, 'VirtualMachine.Interact.PowerOff']
    const granted = privileges.slice(0, 2)
    const user = session.userName
    const [root, ...others] = await client.checkPrivileges({ user, privileges })
    assert.deepEqual([root?.object.value, root?.granted, others], ['group-d1', granted, []])
    const objects = [...simulator.inventory.datacenters.keys()].map(value => ({ type: 'Datacenter', value }))
    const places = await client.checkPrivileges({ user, privileges, objects })
    assert.deepEqual(
      places.map(({ object, granted: of }) => [object.value, of]),
      objects.map(({ value }) => [value, granted])
    )
    const [nobody] = await client.checkPrivileges({ user: 'nobody', privileges })
    assert.deepEqual(nobody?.granted, [])
  })

  test(`the release is known without a session (${apiRelease})`, async t => {
    const { client, simulator } = await startSimulated(t, { apiRelease })
    const { release, version, build, fullName } = await client.getVimRelease()
    assert.equal(release, apiRelease === '9.0.0.0' ? '8.0.3.0' : apiRelease)
    assert.equal(version, apiRelease.slice(0, 5))
    assert.match(build, /^\d{8}$/)
    assert.equal(fullName, `VMware vCenter Server ${version} build-${build}`)
    assert.equal(simulator.sessions, 0)
  })
}

test('before 8.0 U1 there is no release to agree on, and the session can be looked at all the same', async t => {
  const { client, simulator } = await startSimulated(t, { apiRelease: '8.0.0.0' })
  await assert.rejects(client.getVimRelease(), VcenterUnsupportedError)
  assert.equal((await client.getSession()).user, simulator.user)
})

test('an object that the account may not see is an error, and no answer is no privilege', async t => {
  const { client } = await startVimServer(t, ({ path }) =>
    path.startsWith('AuthorizationManager') ? fault('NoPermission') : { value: null }
  )
  const asked = client.checkPrivileges({ user: 'u', privileges: ['System.View'] })
  await assert.rejects(asked, error => error instanceof VcenterApiError && error.isForbidden)
  const { client: silent } = await startVimServer(t, () => ({ value: null }))
  assert.deepEqual(await silent.checkPrivileges({ user: 'u', privileges: ['System.View'] }), [])
  assert.equal(await silent.getCurrentSession(), undefined)
})
