/**
 * Loaded into a server under test with `--import`, so that a stock `dist/src/main.js` can be asked what it has used.
 * Plain JavaScript: a module in TypeScript would load the type stripper, whose memory would count as the server's.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'

let delays

/** Longest delay of the event loop since the last question; the first one starts to measure. */
process.on('message', function answerLoop(message) {
  if (message?.question !== 'loop') return
  const answer = delays ? delays.max / 1e6 : 0
  if (delays) delays.reset()
  else delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  process.send({ question: 'loop', answer })
})

process.on('message', function answerUsage(message) {
  if (message?.question !== 'usage') return
  const { user, system } = process.cpuUsage()
  const { maxRSS } = process.resourceUsage()
  const answer = {
    cpuMs: (user + system) / 1000,
    rssBytes: process.memoryUsage.rss(),
    peakBytes: maxRSS * 1024
  }
  process.send({ question: 'usage', answer })
})

// whatever ends the bench, even a kill, ends its servers too
process.on('disconnect', () => process.exit())
process.channel?.unref()
