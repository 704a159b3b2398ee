import assert from 'node:assert/strict'
import { test } from 'node:test'
import { releases, startSimulated } from './simulated.ts'

for (const apiRelease of releases) {
  test(`snapshots are made, renamed, gone back to and removed (${apiRelease})`, async t => {
    const { client, done, vmThatIs } = await startSimulated(t, { apiRelease })
    const vm = await vmThatIs('POWERED_OFF')
    await done(client.removeAllSnapshots({ vm }))
    assert.equal(await client.getSnapshots({ vm }), undefined)
    await done(client.revertToCurrentSnapshot({ vm }))
    const spec = { vm, description: '', memory: false, quiesce: false }
    const first = (await done(client.createSnapshot({ ...spec, name: 'one' }))).result as { value: string }
    await done(client.createSnapshot({ ...spec, name: 'two' }))
    await client.renameSnapshot({ vm, snapshot: first.value, name: 'first', description: 'before' })
    await done(client.revertToSnapshot({ vm, snapshot: first.value, suppressPowerOn: true }))
    const tree = await client.getSnapshots({ vm })
    assert.equal(tree?.currentSnapshot?.value, first.value)
    assert.partialDeepStrictEqual(tree?.rootSnapshotList, [
      { name: 'first', description: 'before', childSnapshotList: [{ name: 'two' }] }
    ])

    const other = await vmThatIs('POWERED_OFF', 1)
    const stranger = { vm: other, snapshot: first.value }
    await assert.rejects(client.removeSnapshot({ ...stranger, removeChildren: true }), { isNotFound: true })
    await assert.rejects(client.revertToSnapshot(stranger), { isNotFound: true })
    await assert.rejects(client.renameSnapshot({ ...stranger, name: 'x' }), { isNotFound: true })
    assert.ok(await client.getSnapshots({ vm }))

    await done(client.removeSnapshot({ vm, snapshot: first.value, removeChildren: true }))
    await done(client.consolidateDisks({ vm }))
    assert.equal(await client.getSnapshots({ vm }), undefined)
  })

  test(`a VM is renamed, annotated, given a larger disk, and found again (${apiRelease})`, async t => {
    const { client, done, vmThatIs } = await startSimulated(t, { apiRelease })
    const vm = await vmThatIs('POWERED_OFF')
    const [disk = '', before] = Object.entries((await client.getVm({ vm })).disks)[0] ?? []
    const capacityBytes = (before?.capacity ?? 0) + 1024 ** 3
    await done(client.renameVm({ vm, name: '50% a/b\\c' }))
    await done(client.annotateVm({ vm, annotation: 'Grows.' }))
    await done(client.growDisk({ vm, disk, capacityBytes }))
    await assert.rejects(client.growDisk({ vm, disk, capacityBytes }), { isInvalid: true })
    assert.equal((await client.getVm({ vm })).disks[disk]?.capacity, capacityBytes)
    const paths = ['config.annotation', 'config.instanceUuid', 'config.uuid']
    const [read] = await client.readObjects('VirtualMachine', [vm], paths)
    assert.equal(read?.properties['config.annotation'], 'Grows.')

    const path = (await client.getInventoryPaths({ objects: [{ type: 'VirtualMachine', value: vm }] })).get(
      vm
    )
    assert.match(path ?? '', /\/vm\/.*50%25 a%2fb%5cc$/i)
    assert.equal((await client.findByPath({ path: path ?? '' }))?.value, vm)
    const instance = String(read.properties['config.instanceUuid'])
    assert.equal(await client.findVmByUuid({ uuid: instance, kind: 'instance' }), vm)
    assert.equal(
      await client.findVmByUuid({ uuid: String(read.properties['config.uuid']), kind: 'bios' }),
      vm
    )
    assert.equal(await client.findVmByUuid({ uuid: instance, kind: 'bios' }), undefined)
    assert.equal(await client.findByPath({ path: `${path}x` }), undefined)
  })

  test(`a VM becomes a template, is cloned, and becomes a VM again (${apiRelease})`, async t => {
    const { client, done, vmThatIs } = await startSimulated(t, { apiRelease })
    const vm = await vmThatIs('POWERED_OFF')
    const [home] = await client.getPlacements({ vms: [vm] })
    assert.ok(home?.folder && home.resourcePool && home.host && home.datastores[0])
    await client.markAsTemplate({ vm })
    assert.equal((await client.getPlacements({ vms: [vm] }))[0]?.resourcePool, undefined)
    const clone = await done(
      client.startClone({ vm, name: 'clone 1/2', folder: home.folder, resourcePool: home.resourcePool })
    )
    const cloned = (clone.result as { value: string }).value
    assert.equal((await client.getPlacements({ vms: [cloned] }))[0]?.folder, home.folder)
    await client.markAsVm({ vm, resourcePool: home.resourcePool, host: home.host })
    assert.equal((await client.getPlacements({ vms: [vm] }))[0]?.resourcePool, home.resourcePool)
  })
}

test('a VM is relocated to another host of its cluster', async t => {
  const { client, done, vmThatIs } = await startSimulated(t)
  const vm = await vmThatIs('POWERED_ON')
  const [before] = await client.getPlacements({ vms: [vm] })
  const [parent] = await client.readObjects('HostSystem', [before?.host ?? ''], ['parent'])
  const cluster = parent?.properties['parent'] as { value: string } | undefined
  const hosts = await client.listHosts({ clusters: [cluster?.value ?? ''] })
  const target = hosts.find(({ host, connection_state }) => {
    return host !== before?.host && connection_state === 'CONNECTED'
  })
  assert.ok(target)
  await done(client.startRelocation({ vm, host: target.host, priority: 'highPriority' }))
  assert.equal((await client.getPlacements({ vms: [vm] }))[0]?.host, target.host)
})

test('what vCenter refuses is told by the error that stands for it, at once or by its task', async t => {
  const { client, vmThatIs, failed } = await startSimulated(t)
  const running = await vmThatIs('POWERED_ON')
  await assert.rejects(client.markAsTemplate({ vm: running }), { isConflict: true })
  const [placement] = await client.getPlacements({ vms: [running] })
  const [one, two] = await client.listVms({ folders: [placement?.folder ?? ''] })
  assert.ok(one && two)
  const failure = await failed(client.renameVm({ vm: one.vm, name: two.name }))
  assert.equal(failure.isConflict, true)
  assert.match(failure.message, /\[DuplicateName\]/)
})

test('without a privilege the error names it', async t => {
  const { client, vmThatIs } = await startSimulated(t, {
    privileges: ['System.Anonymous', 'System.View', 'System.Read']
  })
  const vm = await vmThatIs('POWERED_OFF')
  await assert.rejects(client.renameVm({ vm, name: 'x' }), {
    isForbidden: true,
    message: /Missing privilege VirtualMachine\.Config\.Rename on VirtualMachine 'vm-\d+'/
  })
})

test('8.0 GA says what it needs, for every call', async t => {
  const { client, vmThatIs } = await startSimulated(t, { apiRelease: '8.0.0.0' })
  const vm = await vmThatIs('POWERED_OFF')
  for (const call of [
    client.getSnapshots({ vm }),
    client.renameVm({ vm, name: 'x' }),
    client.queryEvents({ maximum: 1 }),
    client.listTriggeredAlarms(),
    client.getPlacements({ vms: [vm] })
  ]) {
    await assert.rejects(call, { name: 'VcenterUnsupportedError', message: /vCenter 8\.0 U1/ })
  }
})
