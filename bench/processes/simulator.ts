import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'undici'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { type Message, type SimulatorListening, tell } from './messages.ts'

/** The simulated vCenter of a run; answers `requests` with how many it has had since it was asked last. */

const [directory = '', vms = '', more = '{}'] = process.argv.slice(2)
const options = { ...(JSON.parse(more) as SimulatorOptions), vms: Number(vms) }
const simulator = await startSimulator({ ...options, caFile: join(directory, 'ca.pem') })
/** Log-ins and the choice of a release are asked once, whatever is measured. */
const isPreparation = /\/session$|\/vcenter\/system$|\/ServiceInstance\/content$/
process.on('message', (message: Message) => {
  if (message.question !== 'requests') return
  const asked = simulator.requests.filter(({ path }) => !isPreparation.test(path))
  tell({ question: 'requests', answer: asked.length })
  simulator.requests.length = 0
})
const { url: origin, host, user, password, caFile } = simulator
const sessionId = await logIn(simulator)
tell({
  question: 'ready',
  answer: { origin, host, user, password, caFile, sessionId } satisfies SimulatorListening
})

async function logIn({ url, caFile: file, user: name, password: secret }: Simulator): Promise<string> {
  const pool = new Pool(url, { connect: { ca: readFileSync(file, 'utf8') } })
  const authorization = `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
  const answer = await pool.request({ method: 'POST', path: '/api/session', headers: { authorization } })
  const id = (await answer.body.json()) as string
  await pool.close()
  return id
}
