import { names, nothingChanged, says, saysNumber } from '../checks.ts'
import { type Call, type Task, defineTask } from '../define-task.ts'
import { hostOf, snapshotsOf, vmNamed } from '../facts.ts'
import type { Seen } from '../seen.ts'
import { addSnapshot } from '../staging.ts'

/** What the service finds, and the figures that somebody who doubts it would look at. */
async function whySlow(call: Call, vm: string): Promise<string> {
  const { findings, host, cpu_mhz_allocation, measures } = await call('get_vm_performance', { vm })
  const limit = cpu_mhz_allocation?.limit
  const held = `It may use ${limit} MHz at most, and uses ${measures.cpu_usage_mhz.average} MHz on average.`
  return [
    ...findings,
    ...(limit === undefined ? [] : [held]),
    `${vm} runs on ${host.name}, which uses ${host.cpu_used_percent} % of its CPU.`
  ].join('\n')
}

/** Of the causes only these apply; an answer may say of others that they were ruled out, but must name these. */
interface Cause {
  what: string
  pattern: RegExp
}

const causes = {
  cpuContention: {
    what: 'that it waits for CPUs of its host',
    pattern:
      /\b(ready|co-?stop|contention|contended|over-?(commit|load|book)\w*|waits? for (the )?cpu|cpus? of its host|too (full|busy))/i
  },
  memory: {
    what: 'that its host lacks memory',
    pattern:
      /balloon|swap|taken back|reclaim|(too little|short of|lacks?|not enough) memory|memory (pressure|shortage|contention|over-?commit)/i
  },
  limit: { what: 'that a CPU limit holds it', pattern: /\b(cpu )?limit/i },
  storage: {
    what: 'that its storage is slow',
    pattern: /latency|slow (storage|disk|datastore)|(storage|disk|datastore)\w* (is|are) slow/i
  },
  snapshots: { what: 'that it has too many snapshots', pattern: /snapshot/i }
} satisfies Record<string, Cause>

function slow(
  task: Pick<Task, 'name' | 'prompt' | 'prepare'> & {
    vm: string
    cause: Cause
    evidence?: (seen: Seen, answer: string) => string[]
  }
): Task {
  const { vm, cause, evidence = () => [], ...others } = task
  return defineTask({
    ...others,
    role: 'viewer',
    solve: call => whySlow(call, vm),
    check: (seen, answer) => [
      ...says(answer, cause.what, cause.pattern),
      ...evidence(seen, answer),
      ...nothingChanged(seen)
    ]
  })
}

const fullHost = slow({
  name: 'slow-on-full-host',
  prompt:
    'The users of db-01 complain that it has been slow since this morning. Why is that? Which host is it on, and is that part of it?',
  vm: 'db-01',
  cause: causes.cpuContention,
  evidence: (seen, answer) => names(answer, [hostOf(seen.before, vmNamed(seen.before, 'db-01'))]),
  prepare: ({ contend }) => contend({ host: 'esx-prod-01.corp.example', cpu: 1.8 })
})

const lackOfMemory = slow({
  name: 'slow-for-lack-of-memory',
  prompt: 'mail-04 hardly answers any more. What is wrong with it?',
  vm: 'mail-04',
  cause: causes.memory,
  prepare: ({ contend }) => contend({ host: 'esx-dev-01.corp.example', memory: 1.5 })
})

const heldByLimit = slow({
  name: 'slow-by-limit',
  prompt: 'Why is web-03 so slow, although nobody else on its host does much?',
  vm: 'web-03',
  cause: causes.limit,
  evidence: (_, answer) => says(answer, 'how much it may use: 800 MHz', /\b(800(\.0)? ?mhz|0?\.8 ?ghz)/i),
  prepare({ inventory }) {
    const vm = vmNamed(inventory, 'web-03')
    vm.demand.cpuMhz = 6000
    vm.cpuAllocation = { reservation: 0, limit: 800, level: 'NORMAL', shares: 4000 }
  }
})

const slowStorage = slow({
  name: 'slow-by-storage',
  prompt: 'Everything that reads files on ci-runner-05 takes ages. What is the cause?',
  vm: 'ci-runner-05',
  cause: causes.storage,
  evidence: (_, answer) => says(answer, 'how slow it is', /\b[4-6]\d(\.\d+)? ?(ms|millisec)/i),
  prepare({ inventory, contend }) {
    const [disk] = vmNamed(inventory, 'ci-runner-05').disks
    contend({ datastore: disk?.datastore ?? '', latencyMs: 55 })
  }
})

const manySnapshots = slow({
  name: 'slow-by-snapshots',
  prompt: 'cache-04 gets slower week by week. Can you see why?',
  vm: 'cache-04',
  cause: causes.snapshots,
  evidence: (seen, answer) =>
    saysNumber(answer, 'how many it has', snapshotsOf(vmNamed(seen.before, 'cache-04')).length),
  prepare({ inventory, now }) {
    for (const days of [70, 56, 42, 28, 14]) {
      addSnapshot(inventory, 'cache-04', { name: `release of ${days} days ago`, days, gib: 3 }, now)
    }
  }
})

const nothingWrong = defineTask({
  name: 'slow-without-cause',
  prompt:
    'Somebody says that web-05 is slow. Is anything wrong with it, as far as vSphere can tell? In one or two sentences.',
  role: 'viewer',
  solve: call => whySlow(call, 'web-05'),
  check(seen, answer) {
    return [
      ...says(
        answer,
        'that nothing is wrong',
        /\b(nothing|no (sign|problem|cause|evidence|issue|bottleneck|indication|contention)|not? .{0,40}(wrong|explain)|healthy|looks? (fine|good|normal|ok))/i
      ),
      ...nothingChanged(seen)
    ]
  }
})

export const performanceTasks = [
  fullHost,
  lackOfMemory,
  heldByLimit,
  slowStorage,
  manySnapshots,
  nothingWrong
]
