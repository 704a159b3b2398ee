/**
 * An id as one segment of a path. `.` and `..` are refused: servers resolve them even when they are encoded, and
 * `DELETE /vm/..` would be another resource.
 */
export function pathSegment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new TypeError(`'${id}' is not an id of vCenter`)
  return encodeText(id)
}

/** Half of a surrogate pair has no bytes in UTF-8; it becomes U+FFFD, which no name of vCenter holds. */
export function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
