import { VcenterApiError } from '../errors.ts'
import type { VimMethod } from './methods/index.ts'
import type { Vim } from './vim-api.ts'
import { wordsOf } from './invocations.ts'

/**
 * The error of a call that is not made, because what was read before shows that it would fail, or do harm. `errorType`
 * is the fault that vCenter has for such a case.
 */
export function refusal(
  vim: Vim,
  method: VimMethod,
  id: string,
  { errorType, message }: { errorType: string; message: string }
): VcenterApiError {
  return new VcenterApiError({
    vcenter: vim.service.vcenter,
    operation: wordsOf(method, id),
    status: 500,
    path: method.member,
    context: 'it was not asked for',
    errorType,
    messages: [message]
  })
}
