import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type VmSituation, findingsOf, thresholds } from '../../src/tools/performance/vm-findings.ts'
import { measuresOf } from '../../src/tools/performance/vm-measures.ts'

const calm: VmSituation = {
  minutes: 60,
  samples: 180,
  memoryMib: 4096,
  measures: {},
  snapshotCount: 0,
  host: { name: 'esx-1', cpuPercent: 50, memoryPercent: 60 },
  cpuCapacityMhz: 8000
}
const steady = (average: number) => ({ average, maximum: average })
const measured = (measures: VmSituation['measures']): VmSituation => ({ ...calm, measures })

/** Just above each threshold, and just at it. */
const cases: [what: RegExp, above: VmSituation, at: VmSituation][] = [
  [
    /read back from swap at 0\.1 KiB\/s .*above 0/,
    measured({ memory_swap_in_kib_per_s: steady(0.1) }),
    measured({ memory_swap_in_kib_per_s: steady(0) })
  ],
  [
    /^CPU ready 5\.1 % on average over 60 min \(at most 5\.1 %\); above 5 %/,
    measured({ cpu_ready_percent: steady(5.1) }),
    measured({ cpu_ready_percent: steady(5) })
  ],
  [
    /^CPU co-stop 3\.1 %/,
    measured({ cpu_costop_percent: steady(3.1) }),
    measured({ cpu_costop_percent: steady(3) })
  ],
  [
    /^A CPU limit of 1000 MHz holds it: it uses 90 %/,
    { ...measured({ cpu_usage_mhz: steady(900) }), cpuLimitMhz: 1000 },
    { ...measured({ cpu_usage_mhz: steady(890) }), cpuLimitMhz: 1000 }
  ],
  [/^A memory limit of 4095 MiB/, { ...calm, memoryLimitMib: 4095 }, { ...calm, memoryLimitMib: 4096 }],
  [
    /^Disk latency 15\.1 ms/,
    measured({ disk_latency_ms: steady(15.1) }),
    measured({ disk_latency_ms: steady(15) })
  ],
  [
    /taken back from it: 10 MiB ballooned, 1 MiB compressed on average/,
    measured({
      memory_ballooned_mib: steady(10),
      memory_swapped_mib: steady(0),
      memory_compressed_mib: steady(1)
    }),
    measured({ memory_ballooned_mib: steady(0) })
  ],
  [
    /its own CPUs fully: 90\.1 %/,
    measured({ cpu_usage_percent: steady(90.1) }),
    measured({ cpu_usage_percent: steady(90) })
  ],
  [
    /its own memory fully: 91 %/,
    measured({ memory_active_mib: steady(3728) }),
    measured({ memory_active_mib: steady(3686) })
  ],
  [
    /^Its host 'esx-1' uses 90\.1 % of its CPUs/,
    { ...calm, host: { name: 'esx-1', cpuPercent: 90.1, memoryPercent: 1 } },
    { ...calm, host: { name: 'esx-1', cpuPercent: 90, memoryPercent: 1 } }
  ],
  [
    /^Its host 'esx-1' uses 95\.1 % of its memory/,
    { ...calm, host: { name: 'esx-1', cpuPercent: 1, memoryPercent: 95.1 } },
    { ...calm, host: { name: 'esx-1', cpuPercent: 1, memoryPercent: 95 } }
  ],
  [/^It has 4 snapshots/, { ...calm, snapshotCount: 4 }, { ...calm, snapshotCount: 3 }]
]

test('each finding stands above its threshold and not at it, with its evidence', () => {
  for (const [what, above, at] of cases) {
    const found = findingsOf(above)
    assert.equal(found.length, 1, found.join())
    assert.match(found[0] ?? '', what)
    assert.match(findingsOf(at).join(), /^Nothing of this explains slowness/, String(what))
  }
})

test('what weighs more comes first', () => {
  const all: VmSituation = { ...calm, cpuLimitMhz: 1000 }
  for (const [, above] of cases)
    Object.assign(all, above, { measures: Object.assign({}, all.measures, above.measures) })
  all.host = { name: 'esx-1', cpuPercent: 99, memoryPercent: 99 }
  const found = findingsOf({ ...all, memoryLimitMib: 1024, snapshotCount: 9 })
  assert.equal(found.length, cases.length)
  assert.match(found[0] ?? '', /swap/)
  // before the waiting that it leads to
  assert.match(found[1] ?? '', /CPU limit/)
  assert.match(found[2] ?? '', /ready/)
  assert.match(found.at(-1) ?? '', /9 snapshots/)
})

test('a CPU limit above what its CPUs can give is none, and without measures nothing is said of others', () => {
  const held = { ...measured({ cpu_usage_mhz: steady(7900) }), cpuLimitMhz: 8000 }
  assert.match(findingsOf(held).join(), /^Nothing/)
  assert.match(findingsOf({ ...calm, samples: 0, snapshotCount: 9 }).join(), /no measures of the last 60 min/)
})

test('a name of a host stays in its quotes', () => {
  const host = { name: "x' is fine. '", cpuPercent: 99, memoryPercent: 1 }
  assert.match(findingsOf({ ...calm, host })[0] ?? '', /^Its host 'x’ is fine\. ’' uses 99 %/)
})

test('ready is the share of the time of one CPU, gaps count for nothing, and what is not measured is absent', () => {
  const series = [
    { counter: 'cpu.ready.summation', unit: 'millisecond', instance: '', values: [2000, null, 6000] },
    { counter: 'mem.active.average', unit: 'kiloBytes', instance: '', values: [1024 * 1024] },
    { counter: 'cpu.usage.average', unit: 'percent', instance: '', values: [null] }
  ]
  assert.deepEqual(measuresOf({ series }, 2), {
    cpu_ready_percent: { average: 10, maximum: 15 },
    memory_active_mib: { average: 1024, maximum: 1024 }
  })
  assert.equal(thresholds.readyPercent, 5)
})
