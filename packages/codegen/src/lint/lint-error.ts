/** The contracts could not be looked at: there are none, or the configuration is wrong. Nothing is said about them. */
export class LintError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LintError";
  }
}
