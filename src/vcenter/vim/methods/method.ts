/** A method or property of the VIM API: `VirtualMachine.CreateSnapshot_Task`, `VirtualMachine.snapshot`. */
export type Member = `${string}.${string}`

/**
 * What the service asks of VI/JSON, with the words for errors and for the documentation. Errors of `bulk` reads have words of
 * their own, because one such read may serve several rows.
 */
export interface VimMethod {
  /** `{id}` stands for the object it is asked of. */
  readonly does: string
  readonly effect: 'read' | 'write'
  /** The type is the object's own, also where a type above it declares the member. */
  readonly member: Member
  /**
   * `get` reads a property, `call` calls a method, `task` starts one that answers a task, `bulk` reads properties of
   * many objects with one call of the PropertyCollector.
   */
  readonly kind: 'get' | 'call' | 'task' | 'bulk'
  readonly privileges: readonly string[]
}
