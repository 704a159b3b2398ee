import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CodedError, type Problem } from '../../src/errors.ts'
import { partlyDone, resultOf } from '../../src/tools/lifecycle/resource-results.ts'
import { type ResourceRequest, changesFor } from '../../src/tools/lifecycle/resource-rules.ts'
import type { VmInfo } from '../../src/vcenter/types.ts'

function vm(
  power_state: string,
  more: { cpu?: Partial<VmInfo['cpu']>; memory?: Partial<VmInfo['memory']> } = {}
) {
  return {
    name: 'web-01',
    power_state,
    cpu: { count: 4, cores_per_socket: 2, hot_add_enabled: false, hot_remove_enabled: false, ...more.cpu },
    memory: { size_MiB: 4096, hot_add_enabled: false, ...more.memory }
  } as VmInfo
}

function refusal(info: VmInfo, request: ResourceRequest): string {
  try {
    changesFor(info, 'vm-1', request)
  } catch (error) {
    assert.ok(error instanceof CodedError)
    return `${error.code}: ${error.message}`
  }
  return 'allowed'
}

const off = vm('POWERED_OFF')
const on = vm('POWERED_ON')
const hot = vm('POWERED_ON', {
  cpu: { hot_add_enabled: true, hot_remove_enabled: true },
  memory: { hot_add_enabled: true, hot_add_limit_MiB: 16_384, hot_add_increment_size_MiB: 128 }
})

test('a VM that is off takes every change', () => {
  const changes = changesFor(off, 'vm-1', { cpu_count: 2, cores_per_socket: 1, memory_mib: 1024 })
  assert.deepEqual(changes, [
    { what: 'cpu_count', from: 4, to: 2 },
    { what: 'cores_per_socket', from: 2, to: 1 },
    { what: 'memory_mib', from: 4096, to: 1024 }
  ])
})

test('a VM that is on names the rule in the way', () => {
  const rules: [VmInfo, ResourceRequest, RegExp][] = [
    [on, { cpu_count: 6 }, /^invalid_state.*CPU hot-add is not enabled/],
    [on, { cpu_count: 2 }, /^invalid_state.*CPU hot-remove is not enabled/],
    [on, { memory_mib: 8192 }, /^invalid_state.*memory hot-add is not enabled/],
    [hot, { memory_mib: 2048 }, /^invalid_state.*cannot be taken away/],
    [hot, { memory_mib: 32_768 }, /^invalid_state.*up to 16384 MiB/],
    [hot, { memory_mib: 4100 }, /^invalid_state.*steps of 128 MiB/],
    [hot, { cpu_count: 4, cores_per_socket: 4 }, /^invalid_state.*cores_per_socket/],
    [vm('SUSPENDED'), { memory_mib: 8192 }, /^invalid_state.*suspended/]
  ]
  for (const [info, request, expected] of rules)
    assert.match(refusal(info, request), expected, JSON.stringify(request))
})

test('hot-add allows more CPU and memory, and values that stay are no change', () => {
  assert.equal(refusal(hot, { cpu_count: 6, memory_mib: 8192 }), 'allowed')
  assert.equal(refusal(hot, { cpu_count: 2 }), 'allowed')
  assert.equal(refusal(on, { cpu_count: 4, memory_mib: 4096, cores_per_socket: 2 }), 'allowed')
})

test('a CPU count that is no multiple of the cores per socket is invalid', () => {
  assert.match(refusal(off, { cpu_count: 3 }), /^invalid_argument.*multiple of 2/)
  assert.equal(refusal(off, { cpu_count: 3, cores_per_socket: 3 }), 'allowed')
})

test('nothing asked is invalid', () => {
  assert.match(refusal(off, {}), /^invalid_argument: Nothing to change/)
})

const cpu = { what: 'cpu_count', from: 2, to: 4 } as const
const memory = { what: 'memory_mib', from: 4096, to: 8192 } as const
const busy = { code: 'busy', message: 'The VM is busy.', retryable: true } as const
const unknown = { code: 'outcome_unknown', message: 'Nobody knows.', retryable: false } as const

function failure(problem: Problem) {
  return { problem, cause: new Error('the reason') }
}

test('one applied and the other failed is said so, in words and in fields', () => {
  const error = partlyDone("'web-01' (vm-1)", [resultOf(cpu, undefined), resultOf(memory, failure(busy))])
  assert.equal(error?.code, 'busy')
  assert.match(String(error?.cause), /the reason/, 'for the log of the service')
  assert.match(
    error?.message ?? '',
    /cpu_count was changed from 2 to 4. memory_mib was not changed: The VM is busy/
  )
  assert.deepEqual(error?.options.details, {
    cpu_count: { status: 'changed', from: 2, to: 4 },
    memory_mib: { status: 'failed', from: 4096, to: 8192, code: 'busy', message: 'The VM is busy.' }
  })
})

test('an unknown half makes the whole unknown', () => {
  assert.equal(
    partlyDone('x', [resultOf(cpu, failure(busy)), resultOf(memory, failure(unknown))])?.code,
    'outcome_unknown'
  )
})

test('all applied, or nothing to do, is no error', () => {
  assert.equal(
    partlyDone('x', [resultOf(cpu, undefined), resultOf({ ...memory, to: 4096 }, failure(busy))]),
    undefined
  )
})
