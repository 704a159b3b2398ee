import { names, namesNone, nothingChanged, says } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import type { Seen } from '../seen.ts'
import { isoDay, oneDay, recordPast } from '../yesterday.ts'

const changedYesterday = defineTask({
  name: 'changed-yesterday',
  prompt: now =>
    `Today is ${isoDay(now)} (UTC). What did the principal night-shift change yesterday? Only what was really done, with the VMs.`,
  role: 'admin',
  prepare: recordPast,
  async solve(call) {
    const today = isoDay(new Date())
    const since = isoDay(new Date(Date.parse(today) - oneDay))
    const { items } = await call('search_audit', {
      principal: 'night-shift',
      outcome: 'ok',
      since,
      until: today
    })
    return items.map(({ time, tool, ...each }) => `${time} ${tool} ${each.arguments}`).join('\n')
  },
  check(seen, answer) {
    const yesterday = isoDay(new Date(seen.now.getTime() - oneDay))
    const done = pastOf(seen).filter(({ outcome, risk }) => outcome === 'ok' && risk !== 'read')
    const isMeant = (each: (typeof done)[number]) =>
      each.principal === 'night-shift' && each.time.startsWith(yesterday)
    const wanted = new Set(done.filter(isMeant).map(vmOf))
    const others = pastOf(seen)
      .map(vmOf)
      .filter(vm => vm !== '' && !wanted.has(vm))
    return [...names(answer, [...wanted]), ...namesNone(answer, others), ...nothingChanged(seen)]
  }
})

const whoPoweredOff = defineTask({
  name: 'who-powered-off',
  prompt:
    'Somebody switched off ci-runner-04 in the last days. Who was it, at what time (UTC), and was it a clean shutdown?',
  role: 'admin',
  prepare: recordPast,
  async solve(call) {
    const { items } = await call('search_audit', {
      tool: 'power_off_vm',
      object: 'ci-runner-04',
      outcome: 'ok',
      since: '7d'
    })
    return items
      .map(each => `${each.principal} at ${each.time} (${each.arguments}): mode hard is no clean shutdown`)
      .join('\n')
  },
  check(seen, answer) {
    const found = pastOf(seen).find(each => each.tool === 'power_off_vm' && vmOf(each) === 'ci-runner-04')
    return [
      ...names(answer, [found?.principal ?? '']),
      ...namesNone(answer, ['night-shift']),
      ...says(answer, 'when that was', new RegExp(`(?<!\\d)${found?.time.slice(11, 16)}|2:26 ?pm`, 'i')),
      ...says(
        answer,
        'that the plug was pulled',
        /\b(hard|no(t a)? (clean|graceful)|not (shut ?down )?(clean|graceful)|unclean|forced?|pulled|no\b)/i
      ),
      ...nothingChanged(seen)
    ]
  }
})

const refusedAndFailed = defineTask({
  name: 'refused-and-failed',
  prompt: now =>
    `It is ${isoDay(now)} (UTC). Which changes of the last two days were refused or failed? I want to know whose they were, on which VM, and why. Leave out what only lacked a confirmation.`,
  role: 'admin',
  prepare: recordPast,
  async solve(call) {
    const searches = ['denied', 'failed'].map(outcome => call('search_audit', { outcome, since: '72h' }))
    const found = (await Promise.all(searches)).flatMap(({ items }) => items)
    return found
      .map(each => `${each.principal}: ${each.tool} ${each.arguments} ${each.outcome}: ${each.code}`)
      .join('\n')
  },
  check(seen, answer) {
    const past = pastOf(seen)
    const wanted = new Set(
      past.filter(({ outcome }) => outcome === 'denied' || outcome === 'failed').map(vmOf)
    )
    const others = past.map(vmOf).filter(vm => vm !== '' && !wanted.has(vm))
    return [
      ...names(answer, ['night-shift', ...wanted]),
      ...namesNone(answer, others),
      ...says(
        answer,
        'that one was not allowed',
        /forbidden|denied|not allowed|permission|not permitted|refused/i
      ),
      ...says(answer, 'that one was not possible', /invalid[_ ]state|state|tools|guest/i),
      ...nothingChanged(seen)
    ]
  }
})

const onlyPlanned = defineTask({
  name: 'only-planned',
  prompt: 'I hear that win-app-05 was deleted in the last days. Is that so, and who had to do with it?',
  role: 'admin',
  prepare: recordPast,
  async solve(call) {
    const { items } = await call('search_audit', { object: 'win-app-05', since: '7d' })
    const { power_state } = await call('get_vm_details', { vm: 'win-app-05' })
    const lines = items.map(each => `${each.principal} called ${each.tool}, which ended as ${each.outcome}`)
    return `No, it was not deleted, it is ${power_state}. ${lines.join('\n')}`
  },
  check(seen, answer) {
    return [
      ...names(answer, ['ana']),
      ...namesNone(answer, ['night-shift']),
      ...says(answer, 'that it was not deleted', /\b(no|not|n't|still (there|exists|running|on)|never)\b/i),
      ...nothingChanged(seen)
    ]
  }
})

/** What was recorded before the task began. */
function pastOf({ records, now }: Seen) {
  return records.filter(({ time }) => time < now.toISOString())
}

function vmOf({ arguments: given }: Seen['records'][number]): string {
  return typeof given['vm'] === 'string' ? given['vm'] : ''
}

export const auditTasks = [changedYesterday, whoPoweredOff, refusedAndFailed, onlyPlanned]
