/** The control plane could not start, for a reason that the operator can mend. The message is one line that says how. */
export class StartError extends Error {
  override readonly name = "StartError";
}
