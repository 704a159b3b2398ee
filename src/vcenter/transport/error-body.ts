import { shorten, type Body, type JsonObject } from './json.ts'
import { isObject } from '../../objects.ts'
import { faultDetails } from './fault-words.ts'

export interface ErrorWords {
  errorType?: string | undefined
  messages: string[]
  messageIds: string[]
}

const maximumMessages = 5

/**
 * Reads the error bodies of both APIs and of both dialects:
 * `{error_type, messages}` of /api, `{type, value: {messages}}` and `{name, localizableMessages}` of /rest,
 * `{_typeName, faultstring}` of VI/JSON, text of a proxy.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/ (Vapi.Std.Errors)
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (faults)
 */
export function readErrorBody(body: Body): ErrorWords {
  if (body.kind === 'text') return { messages: [body.text], messageIds: [] }
  if (body.kind === 'empty' || !isObject(body.value)) return { messages: [], messageIds: [] }
  const value = body.value
  if (typeof value['_typeName'] === 'string') return faultWords(value['_typeName'], value)
  const inner = isObject(value['value']) ? value['value'] : value
  const messages = listOf(inner['messages'] ?? inner['localizableMessages'] ?? value['localizableMessages'])
  return {
    errorType: automationType(value, inner),
    messages: messages.flatMap(messageText).slice(0, maximumMessages),
    messageIds: [...messages.map(message => message['id']), value['name']].filter(
      id => typeof id === 'string'
    )
  }
}

/** `com.vmware.vapi.std.errors.not_found` of /rest is `NOT_FOUND` of /api. */
function automationType(value: JsonObject, inner: JsonObject): string | undefined {
  const type = value['error_type'] ?? inner['error_type']
  if (typeof type === 'string') return shorten(type, 80)
  const dotted = value['type']
  return typeof dotted === 'string' ? shorten(dotted.split('.').at(-1) ?? '', 80).toUpperCase() : undefined
}

function faultWords(typeName: string, fault: JsonObject): ErrorWords {
  const details = listOf(fault['faultMessage'])
  return {
    errorType: shorten(typeName, 80),
    messages: [
      ...(typeof fault['faultstring'] === 'string' ? [shorten(fault['faultstring'])] : []),
      ...faultDetails(typeName, fault),
      ...details.flatMap(detail =>
        typeof detail['message'] === 'string' ? [shorten(detail['message'])] : []
      )
    ].slice(0, maximumMessages),
    messageIds: details.map(detail => detail['key']).filter(key => typeof key === 'string')
  }
}

function messageText(message: JsonObject): string[] {
  const text = message['default_message'] ?? message['defaultMessage']
  return typeof text === 'string' && text.trim() !== '' ? [shorten(text)] : []
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
