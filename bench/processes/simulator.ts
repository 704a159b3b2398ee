import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'undici'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Message, type SimulatorListening, tell } from './messages.ts'

/** The simulated vCenter of a run; answers `requests` with how many it has had since it was asked last. */

const [directory = '', vms = ''] = process.argv.slice(2)
const simulator = await startSimulator({ vms: Number(vms), caFile: join(directory, 'ca.pem') })
process.on('message', (message: Message) => {
  if (message.question !== 'requests') return
  tell({ question: 'requests', answer: simulator.requests.length })
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
