import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AuditRecord } from '../../src/audit/record.ts'
import { openAuditSink } from '../../src/audit/sink.ts'
import { temporaryDirectory } from '../helper.ts'

const record = { log: 'audit', tool: 'list_vms' } as AuditRecord

test('a record is in the file when write returns, one line each, in a folder that is made', t => {
  const path = join(temporaryDirectory(t), 'new', 'audit.jsonl')
  const sink = openAuditSink(path)
  sink.write(record)
  sink.write({ ...record, tool: 'two\nlines' })
  const lines = readFileSync(path, 'utf8').split('\n')
  assert.equal(lines.length, 3)
  assert.equal((JSON.parse(lines[1] ?? '') as AuditRecord).tool, 'two\nlines')
  sink.close()
})

test('a file that is there already is continued', t => {
  const path = join(temporaryDirectory(t), 'audit.jsonl')
  for (let run = 0; run < 2; run += 1) {
    const sink = openAuditSink(path)
    sink.write(record)
    sink.close()
  }
  assert.equal(readFileSync(path, 'utf8').split('\n').length, 3)
})

test('a file that cannot be opened is an error at once', () => {
  assert.throws(() => openAuditSink('/dev/null/audit.jsonl'), /^Error: AUDIT_LOG_PATH: .*can be written/)
})

test(
  'a full disk is an error of write and stays visible',
  { skip: existsSync('/dev/full') ? false : 'no /dev/full here' },
  () => {
    const sink = openAuditSink('/dev/full')
    assert.throws(() => sink.write(record), /ENOSPC/)
    assert.ok(sink.failure)
  }
)

test('a reader of stdout that stalls makes write fail, and loses nothing that write had taken', async t => {
  const script = `
    import { openAuditSink } from ${JSON.stringify(new URL('../../src/audit/sink.ts', import.meta.url).href)}
    process.stdout // what a service does anyway: it makes the pipe non-blocking
    const sink = openAuditSink()
    let taken = 0
    try {
      for (;;) { sink.write({ log: 'audit', tool: 'x'.repeat(200) }); taken += 1 }
    } catch {
      process.stderr.write(String(taken))
      setInterval(() => undefined, 1000)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  t.after(() => child.kill('SIGKILL'))
  const [chunk] = (await once(child.stderr, 'data')) as [Buffer]
  const taken = Number(chunk.toString())
  child.kill('SIGKILL')
  let written = ''
  for await (const piece of child.stdout) written += String(piece)
  const whole = written.split('\n').filter(line => line.endsWith('}'))
  assert.ok(taken > 10)
  assert.equal(whole.length, taken)
})
