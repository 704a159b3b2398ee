import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'

/** docs/openapi.json: what `GET /openapi.json` answers for a service with one vCenter. */
export async function openApiDocument(): Promise<string> {
  const config = loadConfig({
    VCENTER_HOST: 'vcenter.example.com',
    VCENTER_USER: 'nobody',
    VCENTER_PASSWORD: 'none',
    AUTH_ENFORCE: 'false',
    LOG_LEVEL: 'silent'
  })
  const app = await buildApp(config)
  try {
    await app.ready()
    return `${JSON.stringify(app.swagger(), null, 2)}\n`
  } finally {
    await app.close()
  }
}
