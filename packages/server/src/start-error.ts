/**
 * The control plane could not start, for a reason that the operator can mend. The message is one line that says how, or a
 * heading and one line for each thing to mend.
 */
export class StartError extends Error {
  override readonly name = "StartError";
}
