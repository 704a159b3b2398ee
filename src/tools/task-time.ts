/** Milliseconds of a call's own time that are kept back to send the answer, while it waits for a task. */
export const answerReserveMs = 1000
