import { type Role, type Service, bearer } from '../helper.ts'
import { type RpcMessage, messageIn, postModern } from '../modern-request.ts'

export type Ask = (service: Service, method: string, params?: object, role?: Role) => Promise<RpcMessage>

/** The same request as a client of each era sends it. */
export const eras: Readonly<Record<'2025' | '2026', Ask>> = {
  '2025': async (service, method, params = {}, role = 'viewer') => {
    const answer = await service.app.inject({
      method: 'POST',
      url: '/mcp',
      headers: {
        ...bearer(role),
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        host: 'localhost'
      },
      payload: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    })
    return messageIn(answer.body)
  },
  '2026': async (service, method, params = {}, role = 'viewer') =>
    messageIn((await postModern(service, { method, params: { ...params } }, { role })).body)
}
