/**
 * Loaded into a server under test with `--import`, so that a stock `dist/src/main.js` can be asked what it has used.
 * Plain JavaScript: a module in TypeScript would load the type stripper, whose memory would count as the server's.
 */
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
