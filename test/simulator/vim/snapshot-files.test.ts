import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { at, listOf, startBench, type Bench } from '../helper.ts'
import { read, succeed } from './helper.ts'

/** VirtualMachineFileLayoutEx: which files a machine has, by what they are for. */
async function layoutOf(bench: Bench, vm: string) {
  const layout = await read(bench, `VirtualMachine/${vm}`, 'layoutEx')
  const files = new Map(listOf(at(layout, 'file')).map(file => [Number(at(file, 'key')), file]))
  const chainOf = (disk: unknown) =>
    listOf(at(disk, 'chain')).flatMap(unit => listOf(at(unit, 'fileKey')).map(Number))
  const chainsOf = (owner: unknown) =>
    new Map(listOf(at(owner, 'disk')).map(disk => [Number(at(disk, 'key')), chainOf(disk)]))
  const snapshots = listOf(at(layout, 'snapshot') ?? [])
  return {
    sizeOf: (key: number) => Number(at(files.get(key), 'size')),
    typeOf: (key: number) => String(at(files.get(key), 'type')),
    names: [...files.values()].map(file => String(at(file, 'name'))),
    total: [...files.keys()].reduce((sum, key) => sum + Number(at(files.get(key), 'size')), 0),
    now: chainsOf(layout),
    snapshots: new Map(
      snapshots.map(each => [
        String(at(each, 'key', 'value')),
        {
          data: Number(at(each, 'dataKey')),
          memory: Number(at(each, 'memoryKey')),
          chains: chainsOf(each)
        }
      ])
    )
  }
}

function machine(bench: Bench, id: string) {
  return bench.simulator.inventory.vms.get(id) ?? assert.fail(id)
}

function freeOf(bench: Bench, id: string): number {
  return bench.simulator.inventory.datastores.get(machine(bench, id).datastore)?.freeSpace ?? assert.fail()
}

test('each snapshot has its file, and the chain of every disk is that of its parent and a delta more', async t => {
  const bench = await startBench(t)
  const { snapshots, currentSnapshot = '' } = machine(bench, 'vm-1001')
  const layout = await layoutOf(bench, 'vm-1001')
  const [root] = snapshots
  const upgraded = root?.children.find(({ name }) => name === 'After upgrade')
  const line = [root?.id, upgraded?.id, currentSnapshot].map(
    id => layout.snapshots.get(id ?? '') ?? assert.fail()
  )
  assert.equal(layout.snapshots.size, 4)
  assert.ok(line.every(({ data, memory }) => layout.typeOf(data) === 'snapshotData' && memory === -1))
  for (const [disk, chain] of layout.now) {
    assert.equal(chain.length, 4)
    for (const [depth, { chains }] of line.entries())
      assert.deepEqual(chains.get(disk), chain.slice(0, depth + 1))
    assert.ok(chain.slice(1).every(key => layout.sizeOf(key) > 0))
  }
  assert.equal(new Set(layout.names).size, layout.names.length)
})

test('files take what storage says, and a machine without snapshots has none of them', async t => {
  const bench = await startBench(t)
  for (const vm of ['vm-1001', 'vm-1002', 'vm-1003', 'vm-1007', 'vm-1012']) {
    const usage = listOf(at(await read(bench, `VirtualMachine/${vm}`, 'storage'), 'perDatastoreUsage'))
    const committed = usage.reduce<number>((sum, one) => sum + Number(at(one, 'committed')), 0)
    const layout = await layoutOf(bench, vm)
    // the configuration file is too small for the simulator to count, and a branch may lose a byte
    assert.ok(Math.abs(layout.total - 3072 - committed) <= 8, `${vm}: ${layout.total} ${committed}`)
  }
  assert.equal((await layoutOf(bench, 'vm-1002')).snapshots.size, 0)
})

test('a snapshot with memory takes its size of the datastore, and gives it back', async t => {
  const bench = await startBench(t)
  const before = freeOf(bench, 'vm-1002')
  const bytes = machine(bench, 'vm-1002').memory.sizeMib * 1024 ** 2
  const body = { name: 'x', description: '', memory: true, quiesce: false }
  const id = String(at(await succeed(bench, 'VirtualMachine/vm-1002', 'CreateSnapshot_Task', body), 'value'))
  const { memory, data } = (await layoutOf(bench, 'vm-1002')).snapshots.get(id) ?? assert.fail()
  const layout = await layoutOf(bench, 'vm-1002')
  assert.deepEqual([layout.typeOf(memory), layout.sizeOf(memory)], ['snapshotMemory', bytes])
  assert.equal(freeOf(bench, 'vm-1002'), before - bytes - layout.sizeOf(data))
  await succeed(bench, `VirtualMachineSnapshot/${id}`, 'RemoveSnapshot_Task', { removeChildren: false })
  assert.equal(freeOf(bench, 'vm-1002'), before)
})

test('what snapshots took is free when they are gone, one by one or all at once, and after going back', async t => {
  const removals: ((t: TestContext, bench: Bench) => Promise<void>)[] = [
    async (_, bench) => {
      for (const { id } of machine(bench, 'vm-1001').snapshots)
        await succeed(bench, `VirtualMachineSnapshot/${id}`, 'RemoveSnapshot_Task', { removeChildren: true })
    },
    async (_, bench) => {
      for (
        let [next] = machine(bench, 'vm-1001').snapshots;
        next;
        [next] = machine(bench, 'vm-1001').snapshots
      )
        await succeed(bench, `VirtualMachineSnapshot/${next.id}`, 'RemoveSnapshot_Task', {
          removeChildren: false
        })
    },
    async (_, bench) => {
      await succeed(bench, 'VirtualMachine/vm-1001', 'RemoveAllSnapshots_Task', {})
    },
    async (_, bench) => {
      const [root] = machine(bench, 'vm-1001').snapshots
      await succeed(bench, `VirtualMachineSnapshot/${root?.id}`, 'RevertToSnapshot_Task', {})
      await succeed(bench, 'VirtualMachine/vm-1001', 'RemoveAllSnapshots_Task', {})
    }
  ]
  const left = []
  for (const remove of removals) {
    const bench = await startBench(t)
    const before = freeOf(bench, 'vm-1001')
    const { total } = await layoutOf(bench, 'vm-1001')
    await remove(t, bench)
    const layout = await layoutOf(bench, 'vm-1001')
    assert.equal(layout.snapshots.size, 0)
    assert.ok([...layout.now.values()].every(chain => chain.length === 1))
    assert.ok(Math.abs(freeOf(bench, 'vm-1001') - before - (total - layout.total)) <= 8)
    left.push(layout.total)
  }
  assert.equal(new Set(left).size, 1, 'the machine is left with the same')
})

test('a disk that came after a snapshot is not in it', async t => {
  const bench = await startBench(t)
  const vm = machine(bench, 'vm-1003')
  const later = { ...(vm.disks[0] ?? assert.fail()), key: '2010', unit: 9, file: '[x] y/z.vmdk' }
  bench.simulator.inventory.change(vm, { disks: [...vm.disks, later] })
  const layout = await layoutOf(bench, 'vm-1003')
  assert.equal(layout.now.get(2010)?.length, 1)
  for (const { chains } of layout.snapshots.values()) assert.equal(chains.has(2010), false)
})
