import { parseArgs } from 'node:util'
import { examine } from '../src/doctor/index.ts'
import { reportText } from '../src/doctor/report.ts'

const help = `Usage: npm run doctor -- [options]

Checks this installation: the configuration, and for each vCenter whether it is reached and trusted, whether the account
can log in, and whether it has the privileges that the tools need. Reads the same environment as the service, and .env.
Logs in once for each vCenter, changes nothing, and logs out.

  --json   the same as JSON
  --help   this text

Exit codes: 0 all is well or there are only warnings, 1 something failed, 2 bad options. See docs/doctor.md.
`

/** What to print, and the exit code. */
async function main(args: string[]): Promise<{ code: number; text: string }> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) return { code: 0, text: help }
  const report = await examine()
  const text = values.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report)
  return { code: report.status === 'fail' ? 1 : 0, text }
}

try {
  const { code, text } = await main(process.argv.slice(2))
  // a name that is still being looked up must not hold up the end
  process.stdout.write(text, () => process.exit(code))
} catch (error) {
  const isUsage = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
  console.error(isUsage ? `doctor: ${(error as Error).message}` : error)
  process.exitCode = isUsage ? 2 : 1
}
